// SPDX-License-Identifier: Apache-2.0
package io.srf.session.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srf.session.SessionRecord;
import io.srf.session.Stamp;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A call's record is created, replaced and removed behind its back. */
class CallLifeTest extends KeeperTest {
    @Test
    void a_call_is_created_then_updated_then_deleted() {
        KeptCall call = keeper.open();
        call.put(Dialogs.early("a"));
        work();
        call.put(Dialogs.confirmed("a"));
        work();
        call.end();
        work();
        assertThat(store.writes).containsExactly("create 1", "update 1", "delete");
        assertThat(store.records).isEmpty();
        assertThat(keeper.stats().writes().answered()).isEqualTo(3);
    }

    @Test
    void a_record_holds_both_legs_and_the_session_and_is_found_by_each_name() {
        KeptCall call = keeper.open();
        call.session().put("user", "alice");
        call.session().addAlias("order 17");
        call.put(Dialogs.early("a"));
        call.put(Dialogs.early("b"));
        work();
        SessionRecord record = store.records.get(call.id());
        assertThat(record.stamp()).isEqualTo(Stamp.first("node"));
        assertThat(record.snapshot().keys())
                .containsExactlyInAnyOrder(
                        SessionKeys.dialog("a@host;from-tag=1"),
                        SessionKeys.dialog("b@host;from-tag=1"),
                        SessionKeys.callId("a@host"),
                        SessionKeys.callId("b@host"),
                        SessionKeys.alias("order 17"));
        CallDocument document = DocumentCodec.decode(record);
        assertThat(document.dialogs().values()).containsExactlyInAnyOrder(Dialogs.early("a"), Dialogs.early("b"));
        assertThat(document.data().get("user").text()).isEqualTo("\"alice\"");
    }

    @Test
    void changes_before_the_writer_comes_are_one_write() {
        KeptCall call = keeper.open();
        call.put(Dialogs.early("a"));
        call.put(Dialogs.early("b"));
        call.session().put("k", 1);
        call.put(Dialogs.confirmed("b"));
        call.put(Dialogs.confirmed("a"));
        work();
        assertThat(store.writes).containsExactly("create 1");
        assertThat(store.document(call.id())).doesNotContain("EARLY").contains("\"k\":1");
    }

    @Test
    void changes_during_a_write_are_one_more_write() {
        KeptCall call = keeper.open();
        call.put(Dialogs.early("a"));
        store.before(() -> {
            store.works();
            call.put(Dialogs.confirmed("a"));
            call.session().put("k", 1);
        });
        work();
        assertThat(store.writes).containsExactly("create 1", "update 1");
        assertThat(store.document(call.id())).contains("CONFIRMED", "\"k\":1");
    }

    @Test
    void a_call_that_ends_before_the_writer_comes_never_reaches_the_store() {
        KeptCall call = keeper.open();
        call.put(Dialogs.early("a"));
        call.end();
        work();
        assertThat(store.writes).isEmpty();
    }

    @Test
    void a_call_that_ends_while_it_is_created_is_deleted() {
        KeptCall call = keeper.open();
        call.put(Dialogs.early("a"));
        store.before(() -> {
            store.works();
            call.end();
        });
        work();
        assertThat(store.writes).containsExactly("create 1", "delete");
        assertThat(store.records).isEmpty();
    }

    @Test
    void a_session_without_a_dialog_is_not_written() {
        keeper.open().session().put("k", 1);
        KeptCall ended = keeper.open();
        ended.session().put("k", 1);
        ended.end();
        work();
        assertThat(store.writes).isEmpty();
    }

    @Test
    void what_is_put_again_as_it_was_is_not_written_again() {
        KeptCall call = keeper.open();
        call.put(Dialogs.early("a"));
        work();
        call.put(Dialogs.early("a"));
        call.session().remove("nothing");
        work();
        assertThat(store.writes).containsExactly("create 1");
    }

    @Test
    void after_its_end_a_call_can_be_read_and_is_not_written() {
        KeptCall call = keeper.open();
        call.session().put("user", "alice");
        call.put(Dialogs.confirmed("a"));
        work();
        call.end();
        work();
        call.session().put("more", 1);
        call.put(Dialogs.early("b"));
        call.end();
        CompletableFuture<Void> save = call.save();
        work();
        assertThat(save).isCompleted();
        assertThat(call.session().get("user", String.class)).isEqualTo("alice");
        assertThat(store.writes).containsExactly("create 1", "delete");
    }

    @Test
    void a_dialog_that_is_over_leaves_the_document() {
        KeptCall call = keeper.open();
        call.put(Dialogs.early("a"));
        call.put(Dialogs.early("b"));
        work();
        call.remove("b@host;from-tag=1");
        work();
        assertThat(store.document(call.id())).contains("a@host").doesNotContain("\"b@host;from-tag=1\"");
        assertThat(call.dialogs()).containsOnlyKeys("a@host;from-tag=1");
    }

    @Test
    void save_completes_when_what_was_put_is_in_the_store() {
        KeptCall call = keeper.open();
        call.session().put("k", 1);
        CompletableFuture<Void> save = call.session().save();
        assertThat(save).isNotDone();
        work();
        assertThat(save).isCompleted();
        assertThat(store.document(call.id())).contains("\"k\":1");
        CompletableFuture<Void> again = call.session().save();
        work();
        assertThat(again).isCompleted();
        assertThat(store.writes).containsExactly("create 1");
    }

    @Test
    void a_save_during_a_write_waits_for_the_next_one() {
        KeptCall call = keeper.open();
        call.put(Dialogs.early("a"));
        List<CompletableFuture<Void>> saves = new java.util.ArrayList<>();
        store.before(() -> {
            store.works();
            call.session().put("k", 1);
            saves.add(call.save());
            saves.add(call.save());
        });
        store.after(() -> assertThat(saves).noneMatch(CompletableFuture::isDone));
        work();
        assertThat(saves).hasSize(2).allMatch(CompletableFuture::isDone);
        assertThat(store.writes).containsExactly("create 1", "update 1");
    }

    @Test
    void whoever_completes_a_save_does_so_for_itself_alone() {
        KeptCall call = keeper.open();
        CompletableFuture<Void> one = call.save();
        CompletableFuture<Void> two = call.save();
        one.complete(null);
        assertThat(two).isNotDone();
        work();
        assertThat(two).isCompleted();
    }

    @Test
    void a_call_that_was_taken_over_goes_on_from_its_record() {
        KeptCall call = keeper.open();
        call.session().put("user", "alice");
        call.put(Dialogs.confirmed("a"));
        work();
        SessionRecord taken = new SessionRecord(
                call.id(),
                new Stamp(2, 2, "survivor"),
                java.time.Instant.EPOCH,
                store.records.get(call.id()).snapshot());
        store.records.put(call.id(), taken);

        SessionKeeper other = new SessionKeeper(
                store,
                new KeeperIds("survivor", new SecureRandom()),
                io.srf.session.SessionOptions.DEFAULT,
                new StoreThreads(timers, executor),
                gone -> lost.add("by survivor"));
        KeptCall adopted = other.adopt(taken);
        assertThat(adopted.dialogs().values()).containsExactly(Dialogs.confirmed("a"));
        assertThat(adopted.session().get("user", String.class)).isEqualTo("alice");
        adopted.session().put("user", "bob");
        work();
        assertThat(store.records.get(call.id()).stamp()).isEqualTo(new Stamp(3, 2, "survivor"));
        adopted.end();
        work();
        assertThat(store.records).isEmpty();
        assertThat(lost).isEmpty();
        other.close();
        assertThatThrownBy(() -> keeper.adopt(taken)).hasMessageContaining("owned by survivor; expected: node");
    }

    @Test
    void without_a_store_nothing_is_done() {
        SessionKeeper none = SessionKeeper.withoutStore();
        KeptCall call = none.open();
        call.session().put("user", "alice");
        call.put(Dialogs.early("a"));
        assertThat(call.save()).isCompleted();
        assertThat(call.session().get("user", String.class)).isEqualTo("alice");
        assertThat(call.dialogs()).isEmpty();
        assertThat(call.lost()).isFalse();
        call.end();
        assertThat(none.flush(java.time.Duration.ofSeconds(1))).isCompleted();
        assertThat(none.stats().writes().answered()).isZero();
        none.close();
    }

    @Test
    void calls_of_all_keepers_have_different_ids() {
        assertThat(List.of(
                        keeper.open().id(),
                        keeper.open().id(),
                        SessionKeeper.withoutStore().open().id(),
                        SessionKeeper.withoutStore().open().id()))
                .doesNotHaveDuplicates();
        SecureRandom random = new SecureRandom();
        assertThat(KeeperIds.of("edge", random).node())
                .startsWith("edge-")
                .isNotEqualTo(KeeperIds.of("edge", random).node());
    }

    @Test
    void what_is_urgent_is_written_before_the_next_tick() {
        KeptCall call = keeper.open();
        call.put(Dialogs.early("a"));
        call.hurry();
        executor.run();
        assertThat(store.records).containsOnlyKeys(call.id());

        call.end();
        executor.run();
        assertThat(store.records).isEmpty();
    }

    @Test
    void nothing_is_urgent_for_a_store_that_dies_with_the_process() {
        store.diesWithProcess();
        KeptCall call = keeper.open();
        call.put(Dialogs.early("a"));
        call.hurry();
        executor.run();
        assertThat(store.records).isEmpty();

        work();
        assertThat(store.records).containsOnlyKeys(call.id());
        call.end();
        executor.run();
        assertThat(store.records).containsOnlyKeys(call.id());
        work();
        assertThat(store.records).isEmpty();
    }
}
