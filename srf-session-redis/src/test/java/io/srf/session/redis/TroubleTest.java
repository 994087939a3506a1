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
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.srf.session.Claim;
import io.srf.session.SessionStoreException;
import io.srf.session.Stamp;
import io.srf.session.StoreResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A server that is down, full, slow or somebody else: an exception in time that says so, and afterwards all is well again. */
@Execution(ExecutionMode.CONCURRENT)
class TroubleTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    private final RedisProcess server = RedisProcess.start("--appendonly", "yes", "--appendfsync", "always");
    private RedisSessionStore store = RedisSessionStore.connect(server.uri());

    @AfterEach
    void close() {
        store.close();
        server.close();
    }

    @Test
    void a_server_that_is_down_is_named_and_used_again_once_it_is_back() {
        Stamp stamp = created(store, "s", "k");
        server.kill();
        fails(() -> store.find("s"), "Connection refused");
        fails(() -> store.update("s", stamp, snapshot("x"), LEASE), "update of srf:call:{s}");
        server.restart();
        assertThat(idsBy(store, "k")).containsExactly("s");
        written(store.update("s", stamp, snapshot("x"), LEASE));
    }

    @Test
    void a_call_is_made_again_with_its_stamp_on_a_server_that_came_back_empty() {
        Stamp stamp = created(store, "s", "k");
        written(store.takeOver("s", Claim.despiteLease(BERT, LEASE, 1)));
        server.does("FLUSHALL");
        server.kill();
        server.restart();
        Stamp held = stamp.takenBy(BERT);
        assertThat(store.update("s", held, snapshot("x", "k"), LEASE)).isEqualTo(new StoreResult.Absent());
        assertThat(store.renew(BERT, List.of("s"), LEASE)).containsExactly("s");
        assertThat(written(store.create("s", held.next(), snapshot("x", "k"), LEASE)))
                .isEqualTo(held.next());
        assertThat(idsBy(store, "k")).containsExactly("s");
    }

    @Test
    void a_full_server_refuses_new_records_and_keeps_up_those_it_has() {
        Stamp stamp = created(store, "s", "k");
        server.does("CONFIG", "SET", "maxmemory", "1");
        fails(() -> created(store, "t", "k"), "Redis has reached maxmemory and takes no new records");
        written(store.update("s", stamp, snapshot("x", "k"), LEASE));
        assertThat(store.renew(ANNA, List.of("s"), LEASE)).isEmpty();
        stamp = written(store.takeOver("s", Claim.despiteLease(BERT, LEASE, 1)));
        assertThat(store.delete("s", stamp)).isEqualTo(new StoreResult.Deleted(2));
        server.does("CONFIG", "SET", "maxmemory", "0");
        created(store, "t", "k");
        assertThat(idsBy(store, "k")).containsExactly("t");
    }

    @Test
    void a_server_that_does_not_answer_fails_in_time_and_works_later() {
        use(options().withTimeouts(Duration.ofSeconds(1), Duration.ofSeconds(1)));
        Stamp stamp = created(store, "s", "k");
        server.does("CLIENT", "PAUSE", "60000");
        fails(() -> store.find("s"), "no answer within 1000 ms");
        fails(() -> store.update("s", stamp, snapshot("x"), LEASE), "no answer within 1000 ms");
        fails(() -> store.orphans("", 10), "no answer within 1000 ms");
        server.kill();
        server.restart();
        written(store.update("s", stamp, snapshot("x", "k"), LEASE));
    }

    @Test
    void an_interrupted_thread_ends_early() {
        use(options().withTimeouts(LONG, LONG));
        created(store, "s");
        server.does("CLIENT", "PAUSE", "60000");
        CompletableFuture<Object> result = new CompletableFuture<>();
        Thread waiting = Thread.ofPlatform().daemon().start(() -> {
            try {
                result.complete(store.find("s"));
            } catch (SessionStoreException e) {
                result.complete(e);
            }
        });
        await().until(() -> waiting.getState() == Thread.State.RUNNABLE
                && List.of(waiting.getStackTrace()).toString().contains("getMany"));
        waiting.interrupt();
        assertThat(result.join())
                .isInstanceOf(SessionStoreException.class)
                .asString()
                .contains("interrupted");
    }

    @Test
    void a_thread_that_was_interrupted_before_asks_nothing_and_stays_interrupted() {
        Thread.currentThread().interrupt();
        fails(() -> store.find("s"), "interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void connections_are_bounded_and_waiting_for_one_ends() {
        use(options().withConnections(1).withTimeouts(LONG, Duration.ofSeconds(2)));
        created(store, "s");
        server.does("CLIENT", "PAUSE", "60000");
        List<CompletableFuture<Object>> finds = List.of(
                CompletableFuture.supplyAsync(() -> store.find("s")),
                CompletableFuture.supplyAsync(() -> store.find("s")));
        for (CompletableFuture<Object> find : finds) {
            assertThatThrownBy(find::join)
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(SessionStoreException.class);
        }
    }

    @Test
    void a_replica_in_the_master_s_place_is_named() {
        Stamp stamp = created(store, "s");
        server.does("REPLICAOF", RedisProcess.HOST, "1");
        fails(() -> store.update("s", stamp, snapshot("x"), LEASE), "this server is a replica");
        server.does("REPLICAOF", "NO", "ONE");
        written(store.update("s", stamp, snapshot("x"), LEASE));
    }

    @Test
    void scripts_that_the_server_forgot_are_loaded_again() {
        Stamp stamp = created(store, "s", "k");
        server.does("SCRIPT", "FLUSH");
        written(store.update("s", stamp, snapshot("x", "k", "l"), LEASE));
        server.does("SCRIPT", "FLUSH");
        assertThat(idsBy(store, "l")).containsExactly("s");
    }

    @Test
    void a_write_whose_answer_got_lost_was_done_and_may_be_repeated() {
        try (Proxy proxy = Proxy.before(server);
                RedisSessionStore far = RedisSessionStore.connect(RedisOptions.of("redis://localhost:" + proxy.port())
                        .withTimeouts(LONG, Duration.ofSeconds(2)))) {
            Stamp stamp = created(far, "s", "k");
            proxy.swallowsReplies(true);
            fails(() -> far.update("s", stamp, snapshot("x", "k"), LEASE), "no answer within 2000 ms");
            assertThat(store.find("s").stamp()).isEqualTo(stamp.next());
            proxy.swallowsReplies(false);
            assertThat(written(far.update("s", stamp, snapshot("x", "k"), LEASE)))
                    .isEqualTo(stamp.next());
        }
    }

    @Test
    void a_connection_that_broke_while_idle_costs_no_operation() {
        try (Proxy proxy = Proxy.before(server);
                RedisSessionStore far = RedisSessionStore.connect("redis://localhost:" + proxy.port())) {
            Stamp stamp = created(far, "s", "k");
            proxy.cuts();
            written(far.update("s", stamp, snapshot("x", "k"), LEASE));
        }
    }

    @Test
    void a_store_that_is_opened_rather_than_connected_waits_for_its_server() {
        server.kill();
        assertThatThrownBy(() -> RedisSessionStore.connect(server.uri()))
                .isInstanceOf(SessionStoreException.class)
                .hasMessageStartingWith("no connection to redis://127.0.0.1:" + server.port())
                .hasMessageContaining("Connection refused")
                .hasMessageNotContaining("srf:key");
        try (RedisSessionStore early = RedisSessionStore.open(options())) {
            fails(() -> early.find("s"), "Connection refused");
            server.restart();
            created(early, "s");
        }
    }

    @Test
    void a_closed_store_says_so_and_leaves_no_connection() {
        created(store, "s");
        store.close();
        store.close();
        fails(() -> store.find("s"), "the store is closed");
        await().until(() -> server.does("CLIENT", "LIST").lines().count() == 1);
    }

    private RedisOptions options() {
        return RedisOptions.of(server.uri());
    }

    private void use(RedisOptions options) {
        store.close();
        store = RedisSessionStore.connect(options);
    }

    private static void fails(ThrowingCallable call, String why) {
        assertThatThrownBy(call).isInstanceOf(SessionStoreException.class).hasMessageContaining(why);
    }
}
