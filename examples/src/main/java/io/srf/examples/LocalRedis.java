// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import redis.embedded.RedisServer;
import redis.embedded.core.ExecutableProvider;

/** A redis-server as a process of its own on loopback, from the binaries that come with embedded-redis. It keeps nothing on disk. */
final class LocalRedis implements AutoCloseable {
    private static final String HOST = "127.0.0.1";

    private final RedisServer server;
    private final int port;

    private LocalRedis(RedisServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /** Starts one and waits until it answers. */
    static LocalRedis start(int port) {
        try {
            RedisServer server = RedisServer.newRedisServer()
                    .bind(HOST)
                    .port(port)
                    .setting("save \"\"")
                    .build();
            server.start();
            return new LocalRedis(server, port);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start a Redis at port " + port + ": " + e.getMessage(), e);
        }
    }

    /** Writes the program there, and returns the file. */
    static Path unpack(Path file) {
        try {
            Path program = ExecutableProvider.newJarResourceProvider().get().toPath();
            return Files.copy(program, file, REPLACE_EXISTING, COPY_ATTRIBUTES);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the redis-server to " + file + ": " + e.getMessage(), e);
        }
    }

    /** Where it is, for {@code --redis}. */
    String uri() {
        return "redis://" + HOST + ':' + port;
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot stop the Redis at port " + port, e);
        }
    }
}
