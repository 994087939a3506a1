// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A packet in a {@link Trace}, and what became of it. Any thread may read it. */
public final class TracedPacket {
    private final Packet packet;
    private final List<Duration> arrivals = new CopyOnWriteArrayList<>();
    private volatile boolean held;
    private volatile boolean lost;

    TracedPacket(Packet packet) {
        this.packet = packet;
    }

    /** What was sent. */
    public Packet packet() {
        return packet;
    }

    /** When it arrives: once, or more often if the network duplicates it; empty while it is held and if it is lost. */
    public List<Duration> arrivals() {
        return List.copyOf(arrivals);
    }

    /** Whether it never arrives: dropped on its way, or nobody was there to receive it. */
    public boolean isLost() {
        return lost;
    }

    /** Whether a {@link Hold} stopped it, for a while or to the end. */
    public boolean wasHeld() {
        return held;
    }

    void arrivesAt(Duration time) {
        arrivals.add(time);
    }

    void isHeld() {
        held = true;
    }

    void getsLost() {
        arrivals.clear();
        lost = true;
    }

    String fate() {
        if (lost) {
            return "lost";
        }
        StringBuilder text = new StringBuilder(held ? "held, " : "");
        arrivals.forEach(
                time -> text.append("arrives ").append(Text.millis(time)).append(' '));
        return text.isEmpty() ? "on its way" : text.toString().strip();
    }
}
