// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One direction of a connection: what is written arrives once and in order, unless a hold or a partition stops it. */
final class StreamPath {
    private final SimNetwork network;
    private final InetSocketAddress from;
    private final InetSocketAddress to;
    private final Consumer<byte[]> arrival;
    private final Deque<TracedPacket> queue = new ArrayDeque<>();
    private boolean stalled;
    private Duration lastArrival = Duration.ZERO;
    private @Nullable Runnable atEnd;

    StreamPath(SimNetwork network, InetSocketAddress from, InetSocketAddress to, Consumer<byte[]> arrival) {
        this.network = network;
        this.from = from;
        this.to = to;
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
        if (network.isCut(from, to)) {
            return;
        }
        while (!stalled && !queue.isEmpty()) {
            TracedPacket head = queue.element();
            Hold hold = network.holdFor(head.packet());
            if (hold != null) {
                stalled = true;
                hold.keep(head, this::resume);
                return;
            }
            send(queue.remove(), network.delayOf(from, to));
        }
        Runnable told = atEnd;
        if (queue.isEmpty() && told != null) {
            atEnd = null;
            network.forget(this);
            network.time().schedule(untilArrival(network.delayOf(from, to)), told);
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
