// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./srf redis}: a Redis to try things with. */
@Command(
        name = "redis",
        mixinStandardHelpOptions = true,
        description = "Runs a Redis on loopback to try things with; it keeps nothing on disk.")
final class RedisCommand implements Callable<Integer> {
    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "6379",
            description = "Where it listens (default: ${DEFAULT-VALUE}).")
    private int port;

    @Override
    public Integer call() {
        try (LocalRedis redis = LocalRedis.start(port)) {
            System.out.println("ready: " + redis.uri());
            ServerCommand.untilStopped();
        }
        return 0;
    }
}
