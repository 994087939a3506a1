// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.srf.server.Loop;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A network on loopback whose test says what happens to messages; when it closes it checks that nothing is left. */
final class TestNetwork implements AutoCloseable {
    private static final long MAX_WAIT_SECONDS = 60;
    private static final Set<NetworkCounter> NORMAL = EnumSet.of(
            NetworkCounter.DATAGRAMS_IN,
            NetworkCounter.DATAGRAMS_OUT,
            NetworkCounter.STREAM_MESSAGES_IN,
            NetworkCounter.STREAM_MESSAGES_OUT,
            NetworkCounter.CONNECTIONS_ACCEPTED,
            NetworkCounter.CONNECTIONS_OPENED);

    final NettyLoops loops = new NettyLoops(2);
    final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    final BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
    /** The threads that messages came by. */
    final Set<String> readers = ConcurrentHashMap.newKeySet();

    final NettyNetwork network;
    /** Whether anybody is heard. */
    volatile boolean admitting = true;

    record Received(String text, Flow flow) {}

    private TestNetwork(String listen, NetworkOptions options) {
        network = new NettyNetwork(loops, ListenAddress.parseList(listen), options);
    }

    static TestNetwork open(String listen, NetworkOptions options) {
        TestNetwork test = new TestNetwork(listen, options);
        test.network.open(test.new Receiver());
        return test;
    }

    private final class Receiver implements Network.Receiver {
        @Override
        public void received(byte[] bytes, Flow flow) {
            readers.add(Thread.currentThread().getName());
            received.add(new Received(StreamSamples.text(bytes), flow));
        }

        @Override
        public boolean admits(InetSocketAddress peer) {
            return admitting;
        }
    }

    static TestNetwork open(String listen) {
        return open(listen, NetworkOptions.DEFAULT);
    }

    /** The next message; fails if none comes. */
    Received next() {
        try {
            Received next = received.poll(MAX_WAIT_SECONDS, TimeUnit.SECONDS);
            assertThat(next).as("a message").isNotNull();
            return next;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The next failure of a {@link #send}. */
    Throwable nextFailure() {
        try {
            Throwable next = failures.poll(MAX_WAIT_SECONDS, TimeUnit.SECONDS);
            assertThat(next).as("a failure").isNotNull();
            return next;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    void send(Flow flow, String text) {
        flow.send(StreamSamples.bytes(text), failures::add);
    }

    InetSocketAddress address(Protocol protocol) {
        return network.listenPoints().stream()
                .filter(point -> point.protocol() == protocol)
                .findFirst()
                .orElseThrow()
                .address();
    }

    long count(NetworkCounter counter) {
        return network.counters().get(counter);
    }

    void awaitCount(NetworkCounter counter, long expected) {
        await().untilAsserted(() -> assertThat(count(counter)).as("%s", counter).isEqualTo(expected));
    }

    /** What went wrong so far. */
    List<NetworkCounter> troubles() {
        return Arrays.stream(NetworkCounter.values())
                .filter(counter -> !NORMAL.contains(counter))
                .filter(counter -> count(counter) > 0)
                .toList();
    }

    @Override
    public void close() {
        network.close();
        TcpConnections connections = network.opened().connections();
        await().untilAsserted(() -> {
            assertThat(network.connections()).isZero();
            assertThat(connections.partials().held()).isZero();
        });
        for (Loop loop : loops.shards().all()) {
            CompletableFuture<Integer> timers = new CompletableFuture<>();
            loop.execute(() -> timers.complete(((LoopTimers) loop.timers()).size()));
            assertThat(timers.join()).as("timers left").isZero();
        }
        loops.close();
    }
}
