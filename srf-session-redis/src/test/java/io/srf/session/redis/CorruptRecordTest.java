// SPDX-License-Identifier: Apache-2.0
package io.srf.session.redis;

import static io.srf.session.redis.Calls.ANNA;
import static io.srf.session.redis.Calls.BERT;
import static io.srf.session.redis.Calls.LEASE;
import static io.srf.session.redis.Calls.created;
import static io.srf.session.redis.Calls.idsBy;
import static io.srf.session.redis.Calls.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srf.session.Claim;
import io.srf.session.IdPage;
import io.srf.session.SessionStoreException;
import io.srf.session.Stamp;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Somebody wrote nonsense into a record: whoever uses it is told what is wrong with which, and nothing else is affected. */
class CorruptRecordTest {
    private static final String BAD = "srf:call:{bad}";

    private static RedisProcess server;
    private static RedisSessionStore store;

    private Stamp stamp;

    @BeforeAll
    static void start() {
        server = RedisProcess.start();
        store = RedisSessionStore.connect(server.uri());
    }

    @AfterAll
    static void stop() {
        store.close();
        server.close();
    }

    @BeforeEach
    void two_records_share_a_key() {
        server.does("FLUSHALL");
        stamp = created(store, "bad", "shared", "own");
        created(store, "good", "shared");
    }

    @Test
    void a_value_of_another_type() {
        server.does("SET", BAD, "nonsense");
        everybodyIsTold("expected: a hash");
    }

    @Test
    void no_version() {
        server.does("HDEL", BAD, "version");
        everybodyIsTold("version");
    }

    @Test
    void a_lease_that_is_no_number() {
        server.does("HSET", BAD, "leaseUntil", "tomorrow");
        everybodyIsTold("leaseUntil");
    }

    @Test
    void no_owner() {
        server.does("HDEL", BAD, "owner");
        everybodyIsTold("owner");
    }

    @Test
    void no_document() {
        server.does("HDEL", BAD, "value");
        everybodyIsTold("value");
    }

    @Test
    void a_format_that_nobody_can_have_written() {
        server.does("HSET", BAD, "format", "0");
        isTold(() -> store.find("bad"), "a snapshot format is 1 or more, not 0");
    }

    private void everybodyIsTold(String what) {
        isTold(() -> store.find("bad"), what);
        isTold(() -> store.create("bad", stamp, snapshot("x"), LEASE), what);
        isTold(() -> store.update("bad", stamp, snapshot("x"), LEASE), what);
        isTold(() -> store.takeOver("bad", Claim.despiteLease(BERT, LEASE, 1)), what);
        isTold(() -> store.delete("bad", stamp), what);
        isTold(() -> store.findByKey("own"), what);
        assertThat(idsBy(store, "shared")).containsExactly("good");
        assertThat(store.renew(ANNA, List.of("bad", "good"), LEASE)).containsExactly("bad");
        store.renew(ANNA, List.of("good"), Duration.ZERO);
        server.does("ZADD", new Naming("srf:").index("bad"), "1", "bad");
        assertThat(store.orphans(IdPage.START, 10).ids()).containsExactly("good");
    }

    private static void isTold(ThrowingCallable call, String what) {
        assertThatThrownBy(call)
                .isInstanceOf(SessionStoreException.class)
                .hasMessageContaining("the record " + BAD + " in Redis is corrupt: ")
                .hasMessageContaining(what);
    }
}
