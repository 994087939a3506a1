// SPDX-License-Identifier: Apache-2.0
package io.srf.session.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a URI means, and what is wrong with a bad one. */
class RedisOptionsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            redis://localhost                     | redis://localhost:6379/0 (TCP)
            redis://localhost/                    | redis://localhost:6379/0 (TCP)
            rediss://srf:pw@redis.example:6380/2  | redis://redis.example:6380/2 (TLS as srf)
            redis://:pw@[::1]:7000                | redis://::1:7000/0 (TCP)
            redis://10.0.0.1:7000                 | redis://10.0.0.1:7000/0 (TCP)
            redis-sentinel://a,b:1,c/calls        | redis-sentinel://a:26379,b:1,c:26379/calls/0 (TCP)
            rediss-sentinel://u:p@a/calls/4       | redis-sentinel://a:26379/calls/4 (TLS as u)
            redis-cluster://a:7000,b:7001         | redis-cluster://a:7000,b:7001 (TCP)
            """)
    void a_uri_says_where_redis_is(String uri, String meaning) {
        assertThat(RedisOptions.of(uri)).hasToString(meaning);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            localhost                   | it has another form
            http://localhost            | it has another form
            redis://                    | it has another form
            redis://a?db=1              | it has another form
            redis://a,b                 | several hosts
            redis://a:99999             | port 99999
            redis://a:x                 | no host and port: "a:x"
            redis://a/b                 | the database is no number: "b"
            redis://a/1/2               | its path has more than a database
            redis://user@a              | a user without a password
            redis-sentinel://a,b        | it does not say which master
            redis-cluster://a,b/1       | a Cluster has no databases
            redis-cluster://a,,b        | no host and port: ""
            """)
    void a_bad_uri_is_refused_with_what_is_wrong(String uri, String trouble) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RedisOptions.of(uri))
                .withMessageStartingWith(
                        "bad Redis URI " + uri.replace("user@", "…@") + ": " + trouble + "; expected: redis://");
    }

    @Test
    void no_password_is_shown() {
        assertThat(RedisOptions.of("redis://u:secret@a")
                        .withSentinelUser(null, "hidden")
                        .toString())
                .doesNotContain("secret", "hidden");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RedisOptions.of("redis://u:secret@a:x"))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
    }

    @Test
    void bad_bounds_are_named() {
        RedisOptions options = RedisOptions.of("redis://localhost");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.withConnections(0))
                .withMessage("expected: 1 connection or more, not 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.withRetention(Duration.ofNanos(1)))
                .withMessage("expected: a retention of 1 ms or more, not PT0.000000001S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.withTimeouts(Duration.ZERO, Duration.ofSeconds(1)))
                .withMessage("expected: a connect timeout of 1 ms or more, not PT0S");
    }
}
