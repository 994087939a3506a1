// SPDX-License-Identifier: Apache-2.0
package io.srf.session.memory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srf.session.IdPage;
import io.srf.session.SessionRecord;
import io.srf.session.SessionStoreException;
import io.srf.session.Snapshot;
import io.srf.session.Stamp;
import io.srf.session.StoreLimits;
import io.srf.session.StoreResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is particular about the store in memory; what it has in common with others is in the contract. */
class MemorySessionStoreTest {
    private static final Duration RETENTION = Duration.ofHours(1);
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Stamp FIRST = Stamp.first("node");

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000_000);
    private final MemorySessionStore store = new MemorySessionStore(RETENTION, 100, nanos::get);

    @AfterEach
    void nothing_is_left_after_the_retention() {
        nanos.addAndGet(RETENTION.toNanos());
        assertThat(store.size()).isZero();
        assertThat(store.keys()).isZero();
        store.close();
    }

    @Test
    void a_full_store_refuses_new_records_and_keeps_those_it_has() {
        for (int i = 0; i < 100; i++) {
            create("s" + i);
        }
        assertThatThrownBy(() -> create("one more"))
                .isInstanceOf(SessionStoreException.class)
                .hasMessage("the store is full; expected: at most 100 records");
        assertThat(store.update("s0", FIRST, snapshot("k"), LEASE)).isInstanceOf(StoreResult.Written.class);
        assertThat(store.size()).isEqualTo(100);
        store.delete("s1", FIRST);
        assertThat(create("one more")).isInstanceOf(StoreResult.Written.class);
    }

    @Test
    void a_store_full_of_expired_records_has_room() {
        for (int i = 0; i < 100; i++) {
            create("s" + i);
        }
        nanos.addAndGet(RETENTION.toNanos());
        assertThat(create("one more")).isInstanceOf(StoreResult.Written.class);
        assertThat(store.size()).isEqualTo(1);
    }

    @Test
    void a_clock_that_overflows_does_no_harm() {
        create("s");
        nanos.addAndGet(LEASE.toNanos() - 1);
        assertThat(nanos.get()).isNegative();
        assertThat(store.orphans(IdPage.START, 10).ids()).isEmpty();
        nanos.addAndGet(1);
        assertThat(store.orphans(IdPage.START, 10).ids()).containsExactly("s");
    }

    @Test
    void keys_that_many_threads_move_find_their_records_and_never_leak() throws Exception {
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            int seed = t;
            threads.add(Thread.ofPlatform().start(() -> churn(new Random(seed))));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        for (int i = 0; i < 8; i++) {
            SessionRecord record = store.find("s" + i);
            if (record != null) {
                assertThat(record.snapshot().keys())
                        .allSatisfy(key -> assertThat(store.findByKey(key)).contains(record));
                store.delete(record.id(), record.stamp());
            }
        }
        assertThat(store.keys()).isZero();
    }

    @Test
    void bad_arguments_are_named() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MemorySessionStore(Duration.ZERO, 1, nanos::get))
                .withMessageContaining("a retention longer than zero and room for 1 record or more, not PT0S and 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.create("s", FIRST, snapshot(), Duration.ZERO))
                .withMessage("a lease is longer than zero, not PT0S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.orphans(IdPage.START, StoreLimits.MAX_BATCH + 1))
                .withMessage("expected: 1 to 1000 ids at once, not 1001");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> create("i".repeat(65)))
                .withMessage("session id of 65 characters; expected: 1 to 64 characters");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> snapshot("k".repeat(257)))
                .withMessage("key of 257 characters; expected: 1 to 256 characters");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Snapshot(Set.of(), 1, new byte[StoreLimits.MAX_VALUE_BYTES + 1]))
                .withMessage("a document of 1048577 bytes; expected: at most 1048576");
    }

    private void churn(Random random) {
        for (int i = 0; i < 20_000; i++) {
            String id = "s" + random.nextInt(8);
            String key = "k" + random.nextInt(4);
            SessionRecord record = store.find(id);
            if (record == null) {
                store.create(id, FIRST, snapshot(key), LEASE);
            } else if (random.nextInt(4) == 0) {
                store.delete(id, record.stamp());
            } else {
                store.update(id, record.stamp(), snapshot(key, "k" + random.nextInt(4) + "x"), LEASE);
            }
        }
    }

    private StoreResult create(String id) {
        return store.create(id, FIRST, snapshot("key of " + id, "shared"), LEASE);
    }

    private static Snapshot snapshot(String... keys) {
        return new Snapshot(Set.of(keys), 1, "{}".getBytes(UTF_8));
    }
}
