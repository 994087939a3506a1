// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Stops packets on their way until {@link #release()}, so that a test decides exactly what overtakes what.
 *
 * <p>What is held has been sent and cannot get lost any more. On a stream, what is written after a held packet waits behind it.
 */
public final class Hold {
    private final SimNetwork network;
    private final Predicate<Packet> which;
    private final List<Packet> packets = new ArrayList<>();
    private final List<Runnable> deliveries = new ArrayList<>();

    Hold(SimNetwork network, Predicate<Packet> which) {
        this.network = network;
        this.which = which;
    }

    /** What is held now, in the order it was sent. */
    public synchronized List<Packet> held() {
        return List.copyOf(packets);
    }

    /** Lets everything arrive now, in the order it was sent, and stops no more. May be called twice. */
    public void release() {
        network.end(this);
        List<Runnable> due;
        synchronized (this) {
            due = List.copyOf(deliveries);
            packets.clear();
            deliveries.clear();
        }
        synchronized (network) {
            due.forEach(Runnable::run);
        }
    }

    boolean wants(Packet packet) {
        return which.test(packet);
    }

    synchronized void keep(TracedPacket traced, Runnable delivery) {
        traced.isHeld();
        packets.add(traced.packet());
        deliveries.add(delivery);
    }
}
