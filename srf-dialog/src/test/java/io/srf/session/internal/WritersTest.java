// SPDX-License-Identifier: Apache-2.0
package io.srf.session.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.srf.session.SessionOptions;
import io.srf.session.SessionStoreException;
import io.srf.time.Timer;
import io.srf.time.Timers;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Real writers on real threads, with a store that is slow, hangs or fails. */
class WritersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final PlainStore store = new PlainStore();
    private final RealTimers timers = new RealTimers();
    private SessionKeeper keeper = keeper(SessionOptions.DEFAULT);

    private SessionKeeper keeper(SessionOptions options) {
        return new SessionKeeper(
                store, new KeeperIds("node", new SecureRandom()), options, StoreThreads.of(timers), call -> {});
    }

    @AfterEach
    void nothing_is_left_over() {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(keeper.stats().unsaved()).isZero();
            assertThat(storeThreads()).isEmpty();
        });
        timers.executor.shutdownNow();
    }

    @Test
    void without_a_store_there_is_no_thread() {
        KeptCall call = SessionKeeper.withoutStore().open();
        call.put(Dialogs.early("a"));
        call.save();
        call.end();
        assertThat(storeThreads()).isEmpty();
        assertThat(timers.scheduled).hasValue(0);
    }

    @Test
    void writes_of_one_call_never_overlap_and_never_reorder() throws Exception {
        int calls = 20;
        int changes = 300;
        Map<String, AtomicInteger> inside = new ConcurrentHashMap<>();
        AtomicReference<String> overlap = new AtomicReference<>();
        Random random = new Random(1);
        store.beforeEach(id -> {
            if (inside.computeIfAbsent(id, same -> new AtomicInteger()).getAndIncrement() != 0) {
                overlap.set(id);
            }
            LockSupport.parkNanos(random.nextInt(200_000));
            inside.get(id).decrementAndGet();
            if (random.nextInt(50) == 0) {
                throw new SessionStoreException("now and then");
            }
        });
        List<KeptCall> open =
                IntStream.range(0, calls).mapToObj(i -> keeper.open()).toList();
        List<Thread> threads = new ArrayList<>();
        for (KeptCall call : open) {
            call.put(Dialogs.early(call.id()));
            for (String thread : List.of("a", "b")) {
                threads.add(Thread.startVirtualThread(() -> {
                    for (int i = 1; i <= changes; i++) {
                        call.session().put(thread, i);
                        LockSupport.parkNanos(10_000);
                    }
                }));
            }
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(keeper.flush(PATIENCE)).succeedsWithin(PATIENCE);
        assertThat(overlap).hasValue(null);
        assertThat(open)
                .allSatisfy(
                        call -> assertThat(store.document(call.id())).contains("\"a\":" + changes, "\"b\":" + changes));
        assertThat(keeper.stats().lost()).isZero();

        open.forEach(KeptCall::end);
        assertThat(keeper.flush(PATIENCE)).succeedsWithin(PATIENCE);
        assertThat(store.records).isEmpty();
    }

    @Test
    void a_write_that_hangs_holds_up_no_other_call() {
        CountDownLatch release = new CountDownLatch(1);
        KeptCall stuck = keeper.open();
        store.beforeEach(id -> {
            if (id.equals(stuck.id())) {
                awaitUninterruptibly(release);
            }
        });
        stuck.put(Dialogs.early("stuck"));
        List<KeptCall> others = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            others.add(keeper.open());
            others.get(i).put(Dialogs.early("a" + i));
        }
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(keeper.stats().unsaved()).isEqualTo(1));
        assertThat(others).allSatisfy(call -> assertThat(store.find(call.id())).isNotNull());
        release.countDown();
    }

    @Test
    void a_slow_store_is_written_by_several_writers_but_no_more_than_allowed() {
        keeper = keeper(SessionOptions.DEFAULT.withWriters(4));
        CountDownLatch release = new CountDownLatch(1);
        Set<Thread> writers = ConcurrentHashMap.newKeySet();
        store.before(() -> {
            writers.add(Thread.currentThread());
            awaitUninterruptibly(release);
        });
        for (int i = 0; i < 20; i++) {
            keeper.open().put(Dialogs.early("a" + i));
        }
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(writers).hasSize(4));
        assertThat(keeper.stats().unsaved()).isEqualTo(20);
        Set<Thread> first = new HashSet<>(writers);
        release.countDown();
        assertThat(keeper.flush(PATIENCE)).succeedsWithin(PATIENCE);
        assertThat(first).hasSize(4);
        assertThat(store.records).hasSize(20);
    }

    @Test
    void a_store_that_waits_for_ever_is_interrupted_and_its_calls_are_saved_later() {
        keeper = keeper(SessionOptions.DEFAULT.withTimeouts(Duration.ofMillis(50), Duration.ofSeconds(30)));
        CountDownLatch never = new CountDownLatch(1);
        store.before(() -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                throw new SessionStoreException("interrupted", e);
            }
        });
        KeptCall call = keeper.open();
        call.put(Dialogs.early("a"));
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(keeper.stats().writes().timedOut()).isPositive());
        store.works();
        assertThat(keeper.flush(PATIENCE)).succeedsWithin(PATIENCE);
        assertThat(store.document(call.id())).contains("EARLY");
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        boolean interrupted = false;
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static Set<String> storeThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("srf-store-"))
                .collect(Collectors.toSet());
    }

    /** Real time. */
    private static final class RealTimers implements Timers {
        final AtomicInteger scheduled = new AtomicInteger();
        final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();

        @Override
        public Instant now() {
            return Instant.now();
        }

        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public Timer schedule(long delayMillis, Runnable task) {
            scheduled.incrementAndGet();
            ScheduledFuture<?> future = executor.schedule(task, delayMillis, TimeUnit.MILLISECONDS);
            return () -> future.cancel(false);
        }
    }
}
