// SPDX-License-Identifier: Apache-2.0
package io.srf.session.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srf.session.SessionOptions;
import io.srf.session.SessionRecord;
import io.srf.session.SessionStoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The store fails, hangs or is too slow: calls go on, and are saved when it is back. */
class OutageTest extends KeeperTest {
    @Test
    void a_failed_write_is_tried_again_after_a_pause_that_doubles_up_to_its_bound() {
        KeptCall call = keeper.open();
        List<Long> tries = new ArrayList<>();
        store.before(() -> {
            tries.add(timers.nanoTime() / 1_000_000);
            throw new SessionStoreException("down");
        });
        call.put(Dialogs.early("a"));
        work();
        for (int i = 0; i < 10; i++) {
            pass(1000);
        }
        assertThat(tries)
                .extracting(time -> time - tries.getFirst())
                .containsExactly(0L, 100L, 300L, 700L, 1500L, 3100L, 5100L, 7100L, 9100L);
        store.works();
        pass(StoreHealth.MAX_PAUSE_MILLIS);
        assertThat(store.document(call.id())).contains("EARLY");
        assertThat(keeper.stats().writes().failed()).isEqualTo(9);
    }

    @Test
    void the_pause_begins_short_again_after_a_success() {
        store.before(OutageTest::down);
        keeper.open().put(Dialogs.early("a"));
        work();
        pass(100);
        pass(200);
        store.works();
        pass(400);
        store.before(OutageTest::down);
        keeper.open().put(Dialogs.early("b"));
        work();
        store.works();
        pass(StoreHealth.FIRST_PAUSE_MILLIS);
        assertThat(store.records).hasSize(2);
    }

    @Test
    void during_a_pause_changes_add_up_and_no_call_disturbs_the_store() {
        List<KeptCall> calls = new ArrayList<>();
        store.before(OutageTest::down);
        for (int i = 0; i < 100; i++) {
            calls.add(keeper.open());
            calls.get(i).put(Dialogs.early("a" + i));
        }
        work();
        assertThat(store.writes).as("one failed, the rest waits").hasSize(1);
        calls.forEach(call -> call.session().put("k", 1));
        store.works();
        pass(StoreHealth.FIRST_PAUSE_MILLIS);
        assertThat(store.writes).hasSize(1 + 100).containsOnly("create 1");
        assertThat(calls)
                .allSatisfy(call -> assertThat(store.document(call.id())).contains("\"k\":1"));
    }

    @Test
    void a_call_that_always_fails_holds_up_no_other() {
        KeptCall bad = keeper.open();
        bad.put(Dialogs.early("bad"));
        store.beforeEach(id -> {
            if (id.equals(bad.id())) {
                throw new SessionStoreException("not this one");
            }
        });
        work();
        for (int i = 0; i < 10; i++) {
            keeper.open().put(Dialogs.early("good" + i));
            pass(2 * StoreHealth.MAX_PAUSE_MILLIS);
            assertThat(store.records).hasSize(i + 1);
        }
        bad.end();
        pass(StoreHealth.MAX_PAUSE_MILLIS);
        assertThat(keeper.stats().unsaved()).isEqualTo(1);
        store.works();
        pass(2 * StoreHealth.MAX_PAUSE_MILLIS);
        assertThat(store.records).hasSize(10);
    }

    @Test
    void a_call_that_ends_while_the_store_is_down_is_deleted_afterwards() {
        KeptCall call = keeper.open();
        call.put(Dialogs.early("a"));
        work();
        store.before(OutageTest::down);
        call.put(Dialogs.confirmed("a"));
        work();
        call.end();
        store.works();
        pass(StoreHealth.FIRST_PAUSE_MILLIS);
        assertThat(store.writes).containsExactly("create 1", "update 1", "delete");
        assertThat(store.records).isEmpty();
    }

    @Test
    void a_store_that_hangs_is_interrupted_at_the_time_limit_and_asked_again() {
        KeptCall call = keeper.open();
        call.put(Dialogs.early("a"));
        store.before(() -> {
            timers.pass(SessionOptions.DEFAULT.storeTimeout().toMillis() - 1);
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            timers.pass(1);
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
            throw new SessionStoreException("interrupted");
        });
        work();
        assertThat(keeper.stats().writes().timedOut()).isEqualTo(1);
        assertThat(keeper.stats().unsaved()).isEqualTo(1);
        store.works();
        pass(StoreHealth.FIRST_PAUSE_MILLIS);
        assertThat(store.records).hasSize(1);
    }

    @Test
    void a_save_fails_at_the_first_failure_and_saving_goes_on() {
        KeptCall call = keeper.open();
        call.session().put("k", 1);
        CompletableFuture<Void> save = call.save();
        store.before(OutageTest::down);
        work();
        assertThatThrownBy(save::join)
                .hasCauseInstanceOf(SessionStoreException.class)
                .hasMessageContaining("session " + call.id() + " is not saved: down");
        store.works();
        pass(StoreHealth.FIRST_PAUSE_MILLIS);
        assertThat(store.document(call.id())).contains("\"k\":1");
    }

    @Test
    void a_save_during_a_pause_fails_at_its_time_limit_and_saving_goes_on() {
        keeper = keeper(SessionOptions.DEFAULT.withTimeouts(Duration.ofSeconds(5), Duration.ofMillis(30)));
        KeptCall call = keeper.open();
        store.before(OutageTest::down);
        call.put(Dialogs.early("a"));
        work();
        CompletableFuture<Void> save = call.save();
        pass(29);
        assertThat(save).isNotDone();
        pass(1);
        assertThatThrownBy(save::join).hasMessageContaining("was not saved within PT0.03S; saving goes on");
        store.works();
        pass(StoreHealth.FIRST_PAUSE_MILLIS);
        assertThat(store.records).hasSize(1);
    }

    @Test
    void live_calls_always_wait_but_ended_ones_only_within_the_bound() {
        keeper = keeper(SessionOptions.DEFAULT.withMaxEnded(10));
        List<KeptCall> calls = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            calls.add(keeper.open());
            calls.get(i).put(Dialogs.early("a" + i));
        }
        work();
        store.before(OutageTest::down);
        calls.forEach(call -> call.session().put("k", 1));
        work();
        calls.subList(0, 15).forEach(KeptCall::end);
        assertThat(keeper.stats().skipped().removals()).isEqualTo(5);
        store.works();
        pass(StoreHealth.FIRST_PAUSE_MILLIS);
        assertThat(store.records)
                .as("10 live ones, and 5 that are left to expire")
                .hasSize(15);
        assertThat(calls.subList(15, 25))
                .allSatisfy(call -> assertThat(store.document(call.id())).contains("\"k\":1"));
        calls.subList(15, 25).forEach(KeptCall::end);
        work();
        assertThat(store.records).hasSize(5);
        assertThat(keeper.stats().skipped().removals()).isEqualTo(5);
    }

    @Test
    void a_document_beyond_the_store_s_limits_is_skipped_until_it_changes() {
        KeptCall call = keeper.open();
        for (int i = 0; i < 50; i++) {
            call.put(Dialogs.early("fork" + i));
        }
        CompletableFuture<Void> save = call.save();
        work();
        assertThatThrownBy(save::join).hasMessageContaining("100 keys; expected: at most 64");
        CompletableFuture<Void> again = call.save();
        work();
        assertThatThrownBy(again::join).hasMessageContaining("100 keys; expected: at most 64");
        assertThat(store.writes).isEmpty();
        assertThat(keeper.stats().skipped().tooLarge()).isEqualTo(1);
        for (int i = 1; i < 50; i++) {
            call.remove("fork" + i + "@host;from-tag=1");
        }
        work();
        assertThat(store.writes).containsExactly("create 1");
    }

    @Test
    void a_store_that_contradicts_itself_is_a_failing_store() {
        KeptCall call = keeper.open();
        call.put(Dialogs.early("a"));
        work();
        store.beforeEach(id -> store.records.computeIfPresent(
                id, (same, record) -> new SessionRecord(id, record.stamp().next(), Instant.EPOCH, record.snapshot())));
        call.put(Dialogs.confirmed("a"));
        work();
        assertThat(store.writes).as("no endless attempts").hasSizeBetween(2, 10);
        store.works();
        pass(StoreHealth.FIRST_PAUSE_MILLIS);
        assertThat(store.document(call.id())).contains("CONFIRMED");
    }

    @Test
    void an_error_of_the_store_is_a_failure_like_any_other() {
        KeptCall call = keeper.open();
        call.put(Dialogs.early("a"));
        store.before(() -> {
            throw new StackOverflowError("in the store");
        });
        work();
        store.works();
        pass(StoreHealth.FIRST_PAUSE_MILLIS);
        assertThat(store.records).hasSize(1);
    }

    @Test
    void flush_completes_when_nothing_waits_or_fails_at_its_time() {
        assertThat(flushed(keeper.flush(Duration.ofSeconds(1)))).isCompleted();
        store.before(OutageTest::down);
        keeper.open().put(Dialogs.early("a"));
        CompletableFuture<Void> late = keeper.flush(Duration.ofMillis(50));
        pass(50);
        assertThatThrownBy(late::join).hasMessageContaining("1 calls still wait to be saved");
        store.works();
        CompletableFuture<Void> flush = keeper.flush(Duration.ofSeconds(1));
        pass(StoreHealth.FIRST_PAUSE_MILLIS);
        assertThat(flush).isCompleted();
    }

    @Test
    void after_close_nothing_is_written_and_nothing_waits() {
        KeptCall call = keeper.open();
        store.before(OutageTest::down);
        call.put(Dialogs.early("a"));
        work();
        CompletableFuture<Void> before = call.save();
        keeper.close();
        store.works();
        CompletableFuture<Void> after = call.save();
        keeper.close();
        work();
        assertThatThrownBy(before::join).hasMessageContaining("not saved any more here");
        assertThatThrownBy(after::join).hasMessageContaining("not saved any more here");
        assertThat(store.writes).hasSize(1);
    }

    private CompletableFuture<Void> flushed(CompletableFuture<Void> flush) {
        work();
        return flush;
    }

    private static void down() {
        throw new SessionStoreException("down");
    }
}
