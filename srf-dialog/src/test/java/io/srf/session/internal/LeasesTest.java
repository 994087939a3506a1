// SPDX-License-Identifier: Apache-2.0
package io.srf.session.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.session.Claim;
import io.srf.session.SessionOptions;
import io.srf.session.SessionStoreException;
import io.srf.session.Stamp;
import io.srf.session.StoreLimits;
import io.srf.session.internal.CallTakeover.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The leases of live calls are renewed, in batches, and never on a call's way. */
class LeasesTest extends KeeperTest {
    private static final long LEASE = SessionOptions.DEFAULT.lease().toMillis();
    private static final long ROUND = LEASE / Leases.RENEWALS;

    @Test
    void a_live_call_is_renewed_three_times_in_a_lease() {
        KeptCall call = kept("a");
        for (int i = 0; i < Leases.RENEWALS; i++) {
            pass(ROUND);
        }
        assertThat(store.renewals).hasSize(Leases.RENEWALS).allMatch(ids -> ids.contains(call.id()));
        assertThat(call.mayBeLost()).isFalse();
    }

    @Test
    void a_round_for_which_there_is_no_thread_is_made_up_for() {
        KeptCall call = kept("a");
        executor.isFull();
        pass(ROUND);
        executor.hasRoom();
        pass(LEASE / Leases.RETRIES);

        assertThat(store.renewals).hasSize(1).allMatch(ids -> ids.contains(call.id()));
    }

    @Test
    void a_call_for_which_there_is_no_thread_is_saved_later() {
        KeptCall call = keeper.open();
        call.put(Dialogs.confirmed("a"));
        executor.isFull();
        work();
        executor.hasRoom();
        work();

        assertThat(store.records).containsKey(call.id());
    }

    @Test
    void who_waits_until_all_is_saved_hears_of_it_though_there_is_no_thread() {
        keeper.open().put(Dialogs.confirmed("a"));
        var saved = keeper.flush(Duration.ofMillis(WriteQueue.TICK_MILLIS));
        executor.isFull();
        work();
        executor.hasRoom();

        assertThat(saved).isCompletedExceptionally();
    }

    @Test
    void nothing_is_renewed_and_no_timer_runs_when_no_call_is_live() {
        KeptCall call = kept("a");
        call.end();
        work();
        pass(ROUND);

        assertThat(store.renewals).isEmpty();
        assertThat(timers.pending()).isZero();
    }

    @Test
    void a_call_that_never_reached_the_store_is_not_renewed() {
        KeptCall call = keeper.open();
        pass(LEASE);

        assertThat(store.renewals).isEmpty();
        assertThat(call.mayBeLost()).isFalse();
    }

    @Test
    void a_call_that_ends_during_its_first_write_and_may_not_wait_for_its_removal_is_not_renewed() {
        KeptCall call = newWhileAnotherWaitsForItsRemoval();
        store.after(call::end);
        work();
        pass(ROUND);

        assertThat(store.renewals).isEmpty();
        assertThat(store.records).containsKey(call.id());
    }

    @Test
    void a_call_that_ended_while_its_record_was_made_again_is_not_taken_for_ours() {
        keeper = keeper(SessionOptions.DEFAULT.withMaxEnded(1));
        KeptCall call = kept("a");
        KeptCall another = kept("another");
        store.records.remove(call.id());
        store.beforeEach(id -> {
            another.end();
            call.end();
            store.after(() -> {
                if (store.records.containsKey(call.id())) {
                    store.works();
                    throw new SessionStoreException("the answer was lost");
                }
            });
        });
        call.put(Dialogs.confirmed("b"));
        work();
        pass(LEASE);

        assertThat(store.records).containsKey(call.id());
        assertThat(keeper.takeover().takeExpired(List.of(call.id()), new Heirs()))
                .containsEntry(Outcome.OURS, 0);
    }

    /** A call that is about to be written for the first time, while no other that is over may wait. */
    private KeptCall newWhileAnotherWaitsForItsRemoval() {
        keeper = keeper(SessionOptions.DEFAULT.withMaxEnded(1));
        KeptCall another = kept("another");
        KeptCall call = keeper.open();
        store.beforeEach(id -> {
            if (id.equals(call.id())) {
                another.end();
            }
        });
        call.put(Dialogs.confirmed("a"));
        return call;
    }

    private static final class Heirs implements CallTakeover.Heir {
        @Override
        public void restore(KeptCall call) {
            call.end();
        }

        @Override
        public void close(KeptCall call, Set<String> unread) {
            throw new AssertionError("it can be read");
        }
    }

    @Test
    void many_calls_go_in_batches() {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < StoreLimits.MAX_BATCH + 1; i++) {
            KeptCall call = keeper.open();
            call.put(Dialogs.confirmed("call-" + i));
            ids.add(call.id());
        }
        work();
        pass(ROUND);

        assertThat(store.renewals).hasSize(2).allMatch(batch -> batch.size() <= StoreLimits.MAX_BATCH);
        assertThat(store.renewals.stream().flatMap(java.util.Collection::stream))
                .containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void calls_that_are_given_up_go_in_batches_and_their_records_stay() {
        List<KeptCall> calls = new ArrayList<>();
        for (int i = 0; i < StoreLimits.MAX_BATCH + 1; i++) {
            KeptCall call = keeper.open();
            call.put(Dialogs.confirmed("call-" + i));
            calls.add(call);
        }
        work();
        calls.forEach(KeptCall::handOver);
        calls.forEach(KeptCall::end);
        work();
        keeper.giveUp();
        work();
        pass(LEASE);

        assertThat(store.givenUp).hasSize(2).allMatch(batch -> batch.size() <= StoreLimits.MAX_BATCH);
        assertThat(store.givenUp.stream().flatMap(List::stream))
                .containsExactlyInAnyOrderElementsOf(
                        calls.stream().map(KeptCall::id).toList());
        assertThat(store.records).hasSize(calls.size());
        assertThat(store.renewals).isEmpty();
        assertThat(timers.pending()).isZero();
    }

    @Test
    void what_changes_after_calls_were_given_up_is_not_written() {
        KeptCall call = kept("a");
        keeper.giveUp();
        work();
        int writes = store.writes.size();
        call.session().put("user", "alice");
        call.end();
        work();

        assertThat(store.writes).hasSize(writes);
        assertThat(call.isElsewhere()).isTrue();
    }

    @Test
    void a_store_that_fails_when_calls_are_given_up_is_told_of() {
        kept("a");
        store.before(() -> {
            throw new SessionStoreException("down");
        });
        var givenUp = keeper.giveUp();
        work();

        assertThat(givenUp).isCompletedExceptionally();
    }

    @Test
    void a_record_that_is_gone_is_made_again_with_the_same_fence() {
        KeptCall call = kept("a");
        store.records.clear();
        pass(ROUND);
        work();

        assertThat(store.records.get(call.id()).stamp()).isEqualTo(new Stamp(2, 1, "node"));
        assertThat(lost).isEmpty();
    }

    @Test
    void a_call_that_another_node_has_is_lost() {
        KeptCall call = kept("a");
        store.takeOver(call.id(), Claim.whenExpired("other", Duration.ofSeconds(30)));
        pass(ROUND);
        work();

        assertThat(lost).containsExactly(call.id());
        assertThat(call.lost()).isTrue();
        pass(LEASE);
        assertThat(store.renewals).hasSize(1);
    }

    @Test
    void while_the_store_fails_a_lease_may_run_out_and_is_renewed_when_it_answers_again() {
        KeptCall call = kept("a");
        store.before(() -> {
            throw new SessionStoreException("down");
        });
        pass(LEASE - 1);
        assertThat(call.mayBeLost()).isFalse();
        pass(1);
        assertThat(call.mayBeLost()).isTrue();

        store.works();
        pass(ROUND);
        assertThat(call.mayBeLost()).isFalse();
        assertThat(lost).isEmpty();
    }

    @Test
    void a_call_that_was_taken_over_is_renewed_too() {
        KeptCall call = kept("a");
        store.takeOver(call.id(), Claim.whenExpired("node", Duration.ofSeconds(30)));
        call = keeper.adopt(store.records.get(call.id()));
        pass(ROUND);

        assertThat(store.renewals).hasSize(1);
        assertThat(call.mayBeLost()).isFalse();
    }

    private KeptCall kept(String name) {
        KeptCall call = keeper.open();
        call.put(Dialogs.confirmed(name));
        work();
        return call;
    }
}
