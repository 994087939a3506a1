// SPDX-License-Identifier: Apache-2.0
package io.srf.session.redis;

import org.junit.jupiter.api.AfterAll;

/** The store does what every store must with one server, and leaves nothing for ever. */
class StandaloneContractTest extends RedisContract {
    private static final RedisProcess SERVER = RedisProcess.start();

    @Override
    RedisOptions options() {
        return RedisOptions.of(SERVER.uri());
    }

    @AfterAll
    static void nothing_is_left_after_the_retention() {
        try (SERVER) {
            empties(SERVER);
        }
    }
}
