// SPDX-License-Identifier: Apache-2.0
package io.srf.session.redis;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The store does what every store must with one server, and leaves nothing for ever. */
class StandaloneContractTest extends RedisContract {
    private static RedisProcess server;

    @BeforeAll
    static void start() {
        server = RedisProcess.start();
    }

    @Override
    RedisOptions options() {
        return RedisOptions.of(server.uri());
    }

    @Override
    List<RedisProcess> servers() {
        return List.of(server);
    }

    @AfterAll
    static void nothing_is_left_after_the_retention() {
        Aging.empties(List.of(server));
        server.close();
    }
}
