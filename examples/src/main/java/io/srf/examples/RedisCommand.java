// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import io.srf.examples.operations.StopSignals;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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

    @Option(
            names = "--unpack",
            paramLabel = "FILE",
            description =
                    "Runs nothing: writes the redis-server that it would run there, and prints the name of the file.")
    private @Nullable Path unpack;

    @Override
    public Integer call() {
        if (unpack != null) {
            System.out.println(LocalRedis.unpack(unpack));
            return 0;
        }
        try (StopSignals stop = new StopSignals();
                LocalRedis redis = LocalRedis.start(port)) {
            System.out.println("ready: " + redis.uri());
            stop.await();
        }
        return 0;
    }
}
