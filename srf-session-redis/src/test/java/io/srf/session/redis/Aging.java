// SPDX-License-Identifier: Apache-2.0
package io.srf.session.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;

/** Lets time pass for what Redis keeps without waiting for it: each key becomes older. */
final class Aging {
    /** Longer than anything may be kept that nobody touches. */
    private static final Duration EVER = Duration.ofHours(2);

    /** Takes the milliseconds in ARGV from the times in a key and from the rest of its own life, which ends if none is left. */
    private static final String SCRIPT = """
            local ms, left = tonumber(ARGV[1]), redis.call('PTTL', KEYS[1])
            if left == -1 then
              return redis.error_reply(KEYS[1] .. ' never expires')
            end
            if left <= ms then
              redis.call('DEL', KEYS[1])
              return 'gone'
            end
            redis.call('PEXPIRE', KEYS[1], left - ms)
            if redis.call('TYPE', KEYS[1]).ok == 'zset' then
              for _, member in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
                redis.call('ZINCRBY', KEYS[1], -ms, member)
              end
              return 'older'
            end
            for _, field in ipairs({'leaseUntil', 'refreshAt'}) do
              if redis.call('HEXISTS', KEYS[1], field) == 1 then
                redis.call('HINCRBY', KEYS[1], field, -ms)
              end
            end
            return 'older'
            """;

    private Aging() {}

    /** Lets this much time pass for the keys that match a pattern. */
    static void pass(List<RedisProcess> servers, String pattern, Duration time) {
        for (RedisProcess server : servers) {
            server.does("KEYS", pattern)
                    .lines()
                    .filter(key -> !key.isEmpty())
                    .forEach(key -> server.does("EVAL", SCRIPT, "1", key, Long.toString(time.toMillis())));
        }
    }

    /** Checks that all that is left expires, each key by itself. */
    static void empties(List<RedisProcess> servers) {
        pass(servers, "*", EVER);
        assertThat(servers)
                .allSatisfy(server -> assertThat(server.does("DBSIZE")).isEqualTo("0"));
    }
}
