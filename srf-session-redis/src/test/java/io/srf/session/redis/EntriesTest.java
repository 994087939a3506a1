// SPDX-License-Identifier: Apache-2.0
package io.srf.session.redis;

import static io.srf.session.redis.Calls.ANNA;
import static io.srf.session.redis.Calls.BERT;
import static io.srf.session.redis.Calls.LEASE;
import static io.srf.session.redis.Calls.created;
import static io.srf.session.redis.Calls.idsBy;
import static io.srf.session.redis.Calls.snapshot;
import static io.srf.session.redis.Calls.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.srf.session.Claim;
import io.srf.session.IdPage;
import io.srf.session.Stamp;
import io.srf.session.StoreResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What leads to records: entries of keys and the index of leases lead to those that are there, come back if lost, and do not leak. */
class EntriesTest {
    private static RedisProcess server;

    private RedisSessionStore store;

    @BeforeAll
    static void start() {
        server = RedisProcess.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void open() {
        server.does("FLUSHALL");
        store = RedisSessionStore.connect(server.uri());
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void redis_cli_shows_a_record_in_plain_text() {
        created(store, "s", "dialog:a;from-tag=1");
        assertThat(server.does("HGETALL", "srf:call:{s}").lines())
                .contains("version", "1", "fence", "owner", ANNA, "format", "value", "{\"text\":\"new\"}")
                .contains("key:dialog:a;from-tag=1", "leaseUntil", "refreshAt")
                .hasSize(16);
        assertThat(server.does("ZRANGE", "srf:key:dialog:a;from-tag=1", "0", "-1"))
                .isEqualTo("s@1");
    }

    @Test
    void nothing_is_left_of_a_call_that_never_changed_hands() {
        Stamp stamp = created(store, "s", "k1", "k2");
        stamp = written(store.update("s", stamp, snapshot("x", "k2", "k3"), LEASE));
        assertThat(keys()).doesNotContain("srf:key:k1").contains("srf:key:k2", "srf:key:k3");
        store.delete("s", stamp);
        assertThat(keys()).isEmpty();
    }

    @Test
    void a_deletion_is_remembered_in_one_key_that_expires() {
        created(store, "s", "k1");
        Stamp stamp = written(store.takeOver("s", Claim.despiteLease(BERT, LEASE, 1)));
        store.delete("s", stamp);
        assertThat(keys()).containsExactly("srf:call:{s}");
        assertThat(server.does("HGETALL", "srf:call:{s}")).isEqualTo("deleted\n2");
        assertThat(Long.parseLong(server.does("TTL", "srf:call:{s}"))).isPositive();
    }

    @Test
    void all_keys_expire() {
        created(store, "s", "k1", "k2");
        assertThat(keys())
                .hasSize(4)
                .allSatisfy(key ->
                        assertThat(Long.parseLong(server.does("PTTL", key))).isPositive());
    }

    @Test
    void a_write_that_was_refused_leaves_no_entry() {
        Stamp stamp = created(store, "s", "k");
        store.create("s", Stamp.first(BERT), snapshot("x", "k", "vain"), LEASE);
        store.update("s", stamp.next(), snapshot("x", "vain"), LEASE);
        store.update("gone", stamp, snapshot("x", "vain"), LEASE);
        assertThat(keys()).contains("srf:key:k").doesNotContain("srf:key:vain");
        assertThat(idsBy(store, "k")).containsExactly("s");
    }

    @Test
    void an_entry_whose_writer_died_before_the_record_leads_nowhere_and_expires() {
        server.does("ZADD", "srf:key:k", "1", "s@1");
        assertThat(store.findByKey("k")).isEmpty();
        created(store, "t", "k");
        assertThat(server.does("ZRANGE", "srf:key:k", "0", "-1")).isEqualTo("t@1");
    }

    @Test
    void an_entry_whose_record_moved_on_is_removed_by_who_reads_it() {
        created(store, "s", "other");
        server.does("ZADD", "srf:key:k", "99999999999999", "s@1");
        assertThat(store.findByKey("k")).isEmpty();
        assertThat(keys()).doesNotContain("srf:key:k");
    }

    @Test
    void an_entry_for_a_write_that_may_still_come_is_left_alone() {
        created(store, "s", "other");
        server.does("ZADD", "srf:key:k", "99999999999999", "s@2", "99999999999999", "unborn@1");
        assertThat(store.findByKey("k")).isEmpty();
        assertThat(server.does("ZCARD", "srf:key:k")).isEqualTo("2");
    }

    @Test
    void a_record_makes_entries_anew_that_were_lost() {
        Stamp stamp = created(store, "s", "k");
        server.does("DEL", "srf:key:k", new Naming("srf:").index("s"));
        server.does("HSET", "srf:call:{s}", "refreshAt", "0");
        assertThat(store.renew(ANNA, List.of("s"), LEASE)).isEmpty();
        assertThat(idsBy(store, "k")).containsExactly("s");
        assertThat(server.does("HGET", "srf:call:{s}", "refreshAt")).isNotEqualTo("0");
        store.renew(ANNA, List.of("s"), Duration.ZERO);
        assertThat(orphans(10)).containsExactly("s");
        written(store.update("s", stamp, snapshot("x", "k"), LEASE));
    }

    @Test
    void a_shorter_lease_is_seen_when_it_ends() {
        Stamp stamp = created(store, "s");
        written(store.update("s", stamp, snapshot("x"), Duration.ofMillis(1)));
        await().until(() -> orphans(10).equals(List.of("s")));
    }

    @Test
    void a_lease_that_was_renewed_is_no_orphan_and_looked_at_again_when_it_ends() {
        created(store, "s");
        String index = new Naming("srf:").index("s");
        server.does("ZADD", index, "1", "s");
        assertThat(orphans(10)).isEmpty();
        assertThat(server.does("ZSCORE", index, "s")).isEqualTo(server.does("HGET", "srf:call:{s}", "leaseUntil"));
    }

    @Test
    void the_index_forgets_records_that_are_gone() {
        created(store, "s");
        server.does("DEL", "srf:call:{s}");
        server.does("ZADD", new Naming("srf:").index("s"), "1", "s");
        assertThat(orphans(10)).isEmpty();
        assertThat(keys()).isEmpty();
    }

    @Test
    void ten_thousand_calls_are_renewed_and_given_up_in_batches() {
        List<String> ids = IntStream.range(0, 10_000).mapToObj(i -> "s" + i).toList();
        ids.forEach(id -> store.create(id, Stamp.first(ANNA), snapshot("x"), LEASE));
        for (int from = 0; from < ids.size(); from += 1000) {
            List<String> batch = ids.subList(from, from + 1000);
            assertThat(store.renew(ANNA, batch, LEASE)).isEmpty();
            assertThat(store.renew(BERT, batch, LEASE)).hasSize(1000);
            store.renew(ANNA, batch, Duration.ZERO);
        }
        assertThat(orphans(1000)).hasSize(10_000).containsAll(Set.copyOf(ids));
        assertThat(orphans(7)).hasSize(10_000);
    }

    @Test
    void a_bad_page_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.orphans("nonsense", 10))
                .withMessageContaining("expected: IdPage.START or the next of a page, not nonsense");
        assertThat(store.update("s", Stamp.first(ANNA), snapshot("x"), LEASE)).isEqualTo(new StoreResult.Absent());
    }

    private List<String> orphans(int limit) {
        List<String> ids = new ArrayList<>();
        String from = IdPage.START;
        do {
            IdPage page = store.orphans(from, limit);
            ids.addAll(page.ids());
            from = page.next();
        } while (!from.equals(IdPage.END));
        return ids;
    }

    private static List<String> keys() {
        return server.does("KEYS", "*").lines().toList();
    }
}
