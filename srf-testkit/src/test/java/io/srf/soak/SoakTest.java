// SPDX-License-Identifier: Apache-2.0
package io.srf.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.srf.Srf;
import io.srf.server.SrfServer;
import io.srf.session.memory.MemorySessionStore;
import io.srf.testkit.LoopbackWorld;
import io.srf.testkit.Phone;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Good, bad and abandoned calls over real sockets, in rounds of a minute with a rest behind each, until the last transaction is over. {@code mvn test -Psoak -pl srf-testkit -am} has it run for an
 * hour, or for as many minutes as {@code -Dsrf.soak.minutes} says.
 */
@Tag("soak")
class SoakTest {
    private static final int MINUTES = Integer.getInteger("srf.soak.minutes", 60);
    /** The bounded memories of ended calls are full after three; the next three are the start, the last three the end. */
    private static final int MIN_ROUNDS = 6;

    private static final int FULL_AFTER = 3;
    private static final int CALLS_PER_SECOND = 50;
    private static final Duration LOAD = Duration.ofMinutes(1);
    private static final Duration REST = Duration.ofSeconds(150);
    private static final Duration TALK = Duration.ofSeconds(2);
    private static final double MAX_GROWTH = 1.1;
    /** Code that is compiled late, and classes that are loaded late. */
    private static final long SLACK_BYTES = 4_000_000;

    private final Random random = new Random(1);
    private final MemorySessionStore store = MemorySessionStore.create();
    private final SrfServer engine = SrfServer.embedded("udp:127.0.0.1:0");
    private final Srf srf = Srf.create(cfg -> cfg.sessions(store).neverBlocks());
    private final Map<String, String> desks = new ConcurrentHashMap<>();
    private final List<Long> heap = new ArrayList<>();

    @AfterEach
    void close() {
        srf.close();
        engine.close();
        store.close();
    }

    @Test
    void heap_and_counters_come_back_to_their_start() throws IOException {
        srf.invite((req, res) -> srf.createB2BUA(req, res, desks.get(req.calledNumber())));
        srf.connect(engine).join();
        long end = System.nanoTime() + Duration.ofMinutes(MINUTES).toNanos();
        while (heap.size() < MIN_ROUNDS || System.nanoTime() < end) {
            int calls = round();
            heap.add(used());
            System.out.printf("round %d: %,d calls, heap %,d KB%n", heap.size(), calls, heap.getLast() / 1_000);
        }
        long start = Collections.min(heap.subList(FULL_AFTER, MIN_ROUNDS));
        long least = Collections.min(heap.subList(heap.size() - (MIN_ROUNDS - FULL_AFTER), heap.size()));
        assertThat(least).isLessThan((long) (start * MAX_GROWTH) + SLACK_BYTES);
    }

    private int round() throws IOException {
        try (LoopbackWorld world = new LoopbackWorld();
                DatagramSocket vandal = new DatagramSocket()) {
            put(world.phone("bob").answersAfter(Duration.ofMillis(200)));
            put(world.phone("busy").rejectsWith(486));
            put(world.phone("ringing").ringsOnly());
            put(world.phone("silent").neverAnswers());
            Phone talker = caller(world, "talker").hangsUpAfter(TALK);
            Phone quitter = caller(world, "quitter");
            Phone forgetful = caller(world, "forgetful");
            forgetful.misbehaves().neverAcks();
            int calls = 0;
            for (long end = System.nanoTime() + LOAD.toNanos(); System.nanoTime() < end; calls++) {
                switch (random.nextInt(20)) {
                    case 0 -> forgetful.calls("bob");
                    case 1, 2 -> quits(quitter, "ringing");
                    case 3 -> quits(quitter, "silent");
                    case 4, 5 -> talker.calls("busy");
                    case 6 -> vandalize(vandal);
                    default -> talker.calls("bob");
                }
                LockSupport.parkNanos(
                        Duration.ofSeconds(1).dividedBy(CALLS_PER_SECOND).toNanos());
            }
            await().atMost(REST).untilAsserted(() -> {
                assertThat(srf.openCalls()).isZero();
                assertThat(engine.stats().join().isAtRest())
                        .as("%s", engine.stats().join())
                        .isTrue();
            });
            assertThat(talker.leftovers()).isEmpty();
            return calls;
        }
    }

    private void put(Phone phone) {
        desks.put(phone.name(), phone.uri().toString());
    }

    private Phone caller(LoopbackWorld world, String name) {
        return world.phone(name).outboundProxy(at());
    }

    private InetSocketAddress at() {
        return engine.listenPoints().getFirst().address();
    }

    /** Calls, and gives up while it rings, or before. */
    private static void quits(Phone phone, String who) {
        phone.calls(who);
        phone.perform(() -> phone.call().after(TALK, phone.call()::hangsUp));
    }

    private void vandalize(DatagramSocket vandal) throws IOException {
        byte[] garbage = new byte[1 + random.nextInt(2_000)];
        random.nextBytes(garbage);
        vandal.send(new DatagramPacket(garbage, garbage.length, at()));
    }

    private static long used() {
        Runtime jvm = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return jvm.totalMemory() - jvm.freeMemory();
    }
}
