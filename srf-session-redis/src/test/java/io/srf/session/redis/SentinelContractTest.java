// SPDX-License-Identifier: Apache-2.0
package io.srf.session.redis;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The store does what every store must with a master behind Sentinels, and leaves nothing for ever. */
class SentinelContractTest extends RedisContract {
    private static RedisSentinels sentinels;

    @BeforeAll
    static void start() {
        sentinels = RedisSentinels.start();
    }

    @Override
    RedisOptions options() {
        return RedisOptions.of(sentinels.uri());
    }

    @Override
    List<RedisProcess> servers() {
        return List.of(sentinels.master());
    }

    @AfterAll
    static void nothing_is_left_after_the_retention() {
        Aging.empties(List.of(sentinels.master()));
        sentinels.close();
    }
}
