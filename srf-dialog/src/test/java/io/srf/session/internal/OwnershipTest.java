// SPDX-License-Identifier: Apache-2.0
package io.srf.session.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srf.LogLines;
import io.srf.session.Claim;
import io.srf.session.SessionOptions;
import io.srf.session.SessionRecord;
import io.srf.session.SessionStoreException;
import io.srf.session.Stamp;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a node does when the store says something else than it expected. */
class OwnershipTest extends KeeperTest {
    private KeptCall call;

    @BeforeEach
    void a_call_is_kept() {
        call = keeper.open();
        call.put(Dialogs.early("a"));
        work();
    }

    @Test
    void a_node_that_lost_a_call_hears_so_once_and_writes_nothing_more() {
        takenBy("other");
        SessionRecord theirs = store.records.get(call.id());
        assertThat(call.lost()).isFalse();
        CompletableFuture<Void> save = changed();
        work();
        assertThat(call.lost()).isTrue();
        assertThat(lost).containsExactly(call.id());
        assertThatThrownBy(save::join).hasMessageContaining("was taken over by another node");

        call.put(Dialogs.confirmed("a"));
        CompletableFuture<Void> later = call.save();
        call.end();
        work();
        assertThatThrownBy(later::join).hasMessageContaining("was taken over by another node");
        assertThat(store.writes).containsExactly("create 1", "update 1");
        assertThat(store.records.get(call.id())).isEqualTo(theirs);
        assertThat(lost).containsExactly(call.id());
        assertThat(keeper.stats().lost()).isEqualTo(1);
    }

    @Test
    void a_listener_that_throws_disturbs_nobody() {
        SessionKeeper other = new SessionKeeper(
                store,
                new KeeperIds("node", new SecureRandom()),
                SessionOptions.DEFAULT,
                new StoreThreads(timers, executor),
                gone -> {
                    throw new IllegalArgumentException("no such call");
                });
        KeptCall adopted = other.adopt(store.records.get(call.id()));
        takenBy("other");
        adopted.put(Dialogs.confirmed("a"));
        work();
        assertThat(adopted.lost()).isTrue();
        assertThat(other.stats().unsaved()).isZero();
        assertThat(other.stats().writes().failed()).isZero();
        other.close();
    }

    @Test
    void the_loss_of_a_call_is_logged_with_its_Call_ID() {
        try (LogLines lines = new LogLines(KeeperEvents.class)) {
            takenBy("other");
            changed();
            work();
            assertThat(lines.callIds()).containsExactly(Dialogs.early("a").ids().callId());
        }
    }

    @Test
    void a_node_that_lost_a_call_does_not_delete_it() {
        takenBy("other");
        call.end();
        work();
        assertThat(lost).containsExactly(call.id());
        assertThat(store.records).hasSize(1);
    }

    @Test
    void a_record_that_shows_our_fence_but_another_owner_is_another_node_s() {
        Stamp ours = store.records.get(call.id()).stamp();
        set(new Stamp(ours.version(), ours.fence(), "other"));
        changed();
        work();
        assertThat(lost).containsExactly(call.id());
    }

    @Test
    void a_write_that_was_done_though_its_answer_was_lost_is_not_a_loss() {
        store.after(() -> {
            throw new SessionStoreException("no answer");
        });
        call.put(Dialogs.confirmed("a"));
        work();
        store.works();
        call.session().put("k", 1);
        pass(StoreHealth.FIRST_PAUSE_MILLIS);
        assertThat(store.writes).containsExactly("create 1", "update 1", "update 1", "update 2");
        assertThat(store.records.get(call.id()).stamp()).isEqualTo(new Stamp(3, 1, "node"));
        assertThat(store.document(call.id())).contains("CONFIRMED", "\"k\":1");
        assertThat(lost).isEmpty();
    }

    @Test
    void a_create_that_was_done_though_its_answer_was_lost_is_followed_by_an_update() {
        KeptCall second = keeper.open();
        store.after(() -> {
            throw new SessionStoreException("no answer");
        });
        second.put(Dialogs.early("b"));
        work();
        store.works();
        second.put(Dialogs.confirmed("b"));
        pass(StoreHealth.FIRST_PAUSE_MILLIS);
        assertThat(store.document(second.id())).contains("CONFIRMED");
        assertThat(store.records.get(second.id()).stamp()).isEqualTo(new Stamp(2, 1, "node"));
    }

    @Test
    void a_record_that_the_store_lost_is_made_again_with_the_same_fence() {
        set(new Stamp(1, 4, "node"));
        KeptCall adopted = keeper.adopt(store.records.get(call.id()));
        store.records.clear();
        adopted.put(Dialogs.confirmed("a"));
        work();
        assertThat(store.records.get(call.id()).stamp()).isEqualTo(new Stamp(2, 4, "node"));
        assertThat(keeper.stats().repairs().remade()).isEqualTo(1);
    }

    @Test
    void a_record_that_went_back_in_time_is_written_again() {
        SessionRecord old = store.records.get(call.id());
        for (int i = 0; i < 3; i++) {
            call.session().put("k", i);
            work();
        }
        store.records.put(call.id(), old);
        call.session().put("k", 3);
        work();
        assertThat(store.document(call.id())).contains("\"k\":3");
        assertThat(keeper.stats().repairs().wentBack()).isEqualTo(1);
        assertThat(lost).isEmpty();
    }

    @Test
    void a_takeover_that_the_store_forgot_is_a_loss_for_who_took_over() {
        takenBy("node");
        KeptCall adopted = keeper.adopt(store.records.get(call.id()));
        set(new Stamp(1, 1, "dead"));
        adopted.put(Dialogs.confirmed("a"));
        work();
        assertThat(adopted.lost()).isTrue();
    }

    private CompletableFuture<Void> changed() {
        call.session().put("changed", true);
        return call.save();
    }

    private void takenBy(String owner) {
        store.takeOver(call.id(), Claim.whenExpired(owner, Duration.ofSeconds(30)));
    }

    private void set(Stamp stamp) {
        store.records.put(
                call.id(),
                new SessionRecord(
                        call.id(),
                        stamp,
                        Instant.EPOCH,
                        store.records.get(call.id()).snapshot()));
    }
}
