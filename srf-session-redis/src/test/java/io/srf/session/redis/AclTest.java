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

import io.srf.session.Claim;
import io.srf.session.IdPage;
import io.srf.session.SessionStoreException;
import io.srf.session.Stamp;
import io.srf.session.StoreResult;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Users and passwords: those with the rights that docs/sessions.md lists can do everything, others are told why not. */
class AclTest {
    /** The rights in docs/sessions.md. */
    static final String RIGHTS =
            "~srf:* +evalsha +script|load +time +exists +del +pexpire +hmget +hget +hset +hdel +hgetall +hkeys "
                    + "+hexists +zadd +zrem +zscore +zrank +zcount +zrange +zrevrange +zremrangebyscore +ping";

    private static RedisProcess server;

    @BeforeAll
    static void start() {
        server = RedisProcess.start();
        server.does(("ACL SETUSER srf on >s:c/r@t " + RIGHTS).split(" "));
        server.does("ACL SETUSER poor on >secret ~other:* +@all".split(" "));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void a_user_with_the_documented_rights_can_do_everything() {
        try (RedisSessionStore store = RedisSessionStore.connect(uri("srf:s%3Ac%2Fr%40t"))) {
            Stamp stamp = created(store, "s", "k", "l");
            written(store.update("s", stamp, snapshot("x", "k", "m"), LEASE));
            server.does("HSET", "srf:call:{s}", "refreshAt", "0");
            assertThat(store.renew(ANNA, List.of("s"), LEASE)).isEmpty();
            stamp = written(store.takeOver("s", Claim.despiteLease(BERT, LEASE, 1)));
            assertThat(idsBy(store, "m")).containsExactly("s");
            store.renew(BERT, List.of("s"), Duration.ZERO);
            assertThat(store.orphans(IdPage.START, 10).ids()).containsExactly("s");
            assertThat(store.orphans("0 -inf s", 10).ids()).containsExactly("s");
            server.does("ZADD", new Naming("srf:").index("s"), "1", "s");
            assertThat(store.renew(BERT, List.of("s"), LEASE)).isEmpty();
            assertThat(store.orphans(IdPage.START, 10).ids()).isEmpty();
            assertThat(store.delete("s", stamp)).isEqualTo(new StoreResult.Deleted(2));
        }
    }

    @Test
    void a_wrong_password_is_named_when_connecting() {
        assertThatThrownBy(() -> RedisSessionStore.connect(uri("srf:guessed")))
                .isInstanceOf(SessionStoreException.class)
                .hasMessageContaining("user or password is wrong")
                .hasMessageNotContaining("guessed");
    }

    @Test
    void a_missing_right_is_named_when_connecting() {
        assertThatThrownBy(() -> RedisSessionStore.connect(uri("poor:secret")))
                .isInstanceOf(SessionStoreException.class)
                .hasMessageContaining("lacks rights");
    }

    @Test
    void a_password_alone_is_that_of_the_default_user() {
        try (RedisProcess closed = RedisProcess.start("--requirepass", "secret")) {
            assertThatThrownBy(() -> RedisSessionStore.connect(closed.uri()))
                    .isInstanceOf(SessionStoreException.class)
                    .hasMessageContaining("wants a user and password");
            try (RedisSessionStore store = RedisSessionStore.connect("redis://:secret@" + closed.address() + "/3")) {
                created(store, "s");
            }
        }
    }

    private static String uri(String login) {
        return "redis://" + login + "@" + server.address();
    }
}
