// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One direction of a connection: what is written arrives once and in order, unless a hold or a partition stops it. */
final class StreamPath {
    private final SimNetwork network;
    private final Consumer<byte[]> arrival;
    private final Deque<TracedPacket> queue = new ArrayDeque<>();
    private boolean stalled;
    private Duration lastArrival = Duration.ZERO;
    private @Nullable Runnable atEnd;

    StreamPath(SimNetwork network, Consumer<byte[]> arrival) {
        this.network = network;
        this.arrival = arrival;
    }

    void write(TracedPacket traced) {
        queue.add(traced);
        pump();
    }

    /** Tells the other side, after everything that was written, that no more comes. */
    void end(Runnable told) {
        atEnd = told;
        pump();
    }

    /** Sends on what nothing stops. */
    void pump() {
        while (!stalled && !queue.isEmpty()) {
            TracedPacket head = queue.element();
            if (network.isCut(head.packet().from(), head.packet().to())) {
                return;
            }
            Hold hold = network.holdFor(head.packet());
            if (hold != null) {
                stalled = true;
                hold.keep(head, this::resume);
                return;
            }
            send(queue.remove(), network.delayOf(head.packet()));
        }
        Runnable told = atEnd;
        if (queue.isEmpty() && told != null) {
            atEnd = null;
            network.time().schedule(untilArrival(Duration.ZERO), told);
        }
    }

    private void resume() {
        stalled = false;
        send(queue.remove(), Duration.ZERO);
        pump();
    }

    private void send(TracedPacket traced, Duration delay) {
        Duration wait = untilArrival(delay);
        lastArrival = network.time().elapsed().plus(wait);
        traced.arrivesAt(lastArrival);
        network.time()
                .schedule(
                        wait,
                        new Delivery(
                                traced.packet(),
                                () -> arrival.accept(traced.packet().bytes())));
    }

    /** The delay, or more if what was written before would be overtaken. */
    private Duration untilArrival(Duration delay) {
        Duration behind = lastArrival.minus(network.time().elapsed());
        return behind.compareTo(delay) > 0 ? behind : delay;
    }
}
