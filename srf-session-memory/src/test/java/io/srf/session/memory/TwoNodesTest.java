// SPDX-License-Identifier: Apache-2.0
package io.srf.session.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.session.Claim;
import io.srf.session.DialogRecord;
import io.srf.session.IdPage;
import io.srf.session.SessionOptions;
import io.srf.session.SessionRecord;
import io.srf.session.StoreResult;
import io.srf.session.internal.KeeperIds;
import io.srf.session.internal.KeptCall;
import io.srf.session.internal.SessionKeeper;
import io.srf.session.internal.SessionKeys;
import io.srf.session.internal.StoreThreads;
import io.srf.time.Timer;
import io.srf.time.Timers;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two nodes share a store: one dies or sleeps, the other goes on with its calls. */
class TwoNodesTest {
    private static final Duration LEASE = SessionOptions.DEFAULT.lease();

    private final AtomicLong nanos = new AtomicLong();
    private final MemorySessionStore store =
            new MemorySessionStore(MemorySessionStore.DEFAULT_RETENTION, 1000, nanos::get);
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final StoreThreads threads = new StoreThreads(new NoDelay(), tasks::add);
    private final List<String> lost = new ArrayList<>();
    private final SessionKeeper anna = keeper("anna");
    private final SessionKeeper bert = keeper("bert");

    @AfterEach
    void nothing_is_left_over() {
        assertThat(tasks).isEmpty();
        nanos.addAndGet(MemorySessionStore.DEFAULT_RETENTION.toNanos());
        assertThat(store.size()).isZero();
        assertThat(store.keys()).isZero();
    }

    @Test
    void a_survivor_finds_the_call_by_its_dialog_and_goes_on_where_the_dead_node_was() {
        KeptCall call = anna.open();
        call.session().put("user", "alice");
        call.session().addAlias("order 17");
        call.put(dialog("a"));
        call.put(dialog("b"));
        work();
        nanos.addAndGet(LEASE.toNanos());

        String id = store.findByKey(SessionKeys.dialog("b")).getFirst().id();
        KeptCall adopted = bert.adopt(taken(id, Claim.whenExpired("bert", LEASE)));
        assertThat(adopted.id()).isEqualTo(call.id());
        assertThat(adopted.dialogs()).isEqualTo(Map.of("a", dialog("a"), "b", dialog("b")));
        assertThat(adopted.session().get("user")).isEqualTo("alice");
        adopted.session().put("user", "bob");
        work();
        assertThat(store.findByKey(SessionKeys.alias("order 17"))
                        .getFirst()
                        .stamp()
                        .owner())
                .isEqualTo("bert");
        adopted.end();
        work();
        assertThat(store.find(id)).isNull();
        assertThat(lost).isEmpty();
    }

    @Test
    void a_node_that_slept_while_its_call_was_taken_over_writes_nothing_and_hears_of_it() {
        KeptCall call = anna.open();
        call.put(dialog("a"));
        work();
        nanos.addAndGet(LEASE.plusSeconds(1).toNanos());
        KeptCall adopted = bert.adopt(taken(call.id(), Claim.whenExpired("bert", LEASE)));
        SessionRecord before = store.find(call.id());

        call.session().put("stale", true);
        work();
        assertThat(lost).containsExactly("anna lost " + call.id());
        assertThat(call.lost()).isTrue();
        assertThat(store.find(call.id())).isEqualTo(before);
        adopted.end();
        work();
    }

    @Test
    void a_node_that_slept_until_its_call_was_over_elsewhere_does_not_bring_it_back() {
        KeptCall call = anna.open();
        call.put(dialog("a"));
        work();
        KeptCall adopted = bert.adopt(taken(call.id(), Claim.despiteLease("bert", LEASE, 1)));
        adopted.end();
        work();
        call.session().put("stale", true);
        work();
        assertThat(lost).containsExactly("anna lost " + call.id());
        assertThat(store.find(call.id())).isNull();
        assertThat(anna.stats().repairs().remade()).isZero();
    }

    @Test
    void a_record_that_expired_during_a_call_is_made_again() {
        KeptCall call = anna.open();
        call.put(dialog("a"));
        work();
        nanos.addAndGet(MemorySessionStore.DEFAULT_RETENTION.toNanos());
        call.session().put("user", "alice");
        work();
        assertThat(store.find(call.id()).stamp().fence()).isEqualTo(1);
        assertThat(store.findByKey(SessionKeys.dialog("a"))).hasSize(1);
        assertThat(anna.stats().repairs().remade()).isEqualTo(1);
        call.end();
        work();
    }

    @Test
    void two_survivors_share_the_calls_of_a_dead_node_and_none_is_taken_twice() {
        for (int i = 0; i < 500; i++) {
            anna.open().put(dialog("d" + i));
        }
        work();
        nanos.addAndGet(LEASE.toNanos());
        List<String> taken = new ArrayList<>();
        String from = IdPage.START;
        do {
            IdPage page = store.orphans(from, 64);
            for (String id : page.ids()) {
                for (String survivor : List.of("bert", "carl")) {
                    if (store.takeOver(id, Claim.whenExpired(survivor, LEASE)) instanceof StoreResult.Written) {
                        taken.add(id);
                    }
                }
            }
            from = page.next();
        } while (!from.equals(IdPage.END));
        assertThat(taken).hasSize(500).doesNotHaveDuplicates();
    }

    private SessionRecord taken(String id, Claim claim) {
        return ((StoreResult.Written) store.takeOver(id, claim)).record();
    }

    private SessionKeeper keeper(String name) {
        return new SessionKeeper(
                store,
                new KeeperIds(name, new SecureRandom()),
                SessionOptions.DEFAULT,
                threads,
                call -> lost.add(name + " lost " + call.id()));
    }

    private void work() {
        while (!tasks.isEmpty()) {
            tasks.poll().run();
        }
    }

    private static DialogRecord dialog(String id) {
        return new DialogRecord(
                new DialogRecord.Ids(id, "call of " + id, "1", "2"),
                new DialogRecord.Progress(
                        DialogRecord.Role.UAS,
                        "INVITE",
                        DialogRecord.State.CONFIRMED,
                        200,
                        new DialogRecord.Times(Instant.EPOCH, Instant.EPOCH, null)),
                new DialogRecord.Party("sip:a@example.com", null, null),
                new DialogRecord.Party("sip:b@example.com", null, null),
                null);
    }

    /** Short waits are over at once, long ones never. */
    private final class NoDelay implements Timers {
        private static final long SHORT_MILLIS = 1000;

        @Override
        public Instant now() {
            return Instant.EPOCH;
        }

        @Override
        public long nanoTime() {
            return 0;
        }

        @Override
        public Timer schedule(long delayMillis, Runnable task) {
            if (delayMillis <= SHORT_MILLIS) {
                tasks.add(task);
            }
            return () -> {};
        }
    }
}
