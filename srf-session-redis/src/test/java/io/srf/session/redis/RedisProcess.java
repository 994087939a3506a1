// SPDX-License-Identifier: Apache-2.0
package io.srf.session.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/** A redis-server as a process of its own, on loopback, with a directory of its own. Closing it kills it and removes the directory. */
final class RedisProcess implements AutoCloseable {
    static final String HOST = "127.0.0.1";

    private static final Duration START = Duration.ofSeconds(60);

    /** A Cluster uses the port 10,000 above, too: that has to lie below the ports that systems hand out, which begin at 32,768 in Linux, and no server's own may be there. */
    private static final int FIRST_PORT = 20_000;

    private static final int PORTS = 2_700;
    private static final int TO_BUS = 10_000;

    /** Counts the ports that were tried, from anywhere: no other server has the port of one that is dead for a while and comes back. */
    private static final AtomicInteger TRIED =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(PORTS));

    private final int port;
    private final Path directory;
    private final List<String> options;
    private Process process;

    private RedisProcess(int port, List<String> options) {
        this.port = port;
        this.options = options;
        try {
            this.directory = Files.createTempDirectory("srf-redis-" + port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    }

    /** Starts a server with these further options and waits until it answers. */
    static RedisProcess start(String... options) {
        return new RedisProcess(freePort(), List.of(options)).restart();
    }

    /** Starts a Sentinel, whose configuration begins with these lines. */
    static RedisProcess sentinel(String... lines) {
        RedisProcess sentinel = new RedisProcess(freePort(), List.of("--sentinel"));
        try {
            Files.write(sentinel.directory.resolve("redis.conf"), List.of(lines));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sentinel.restart();
    }

    /** Starts it again after {@link #kill}, with the data that it had saved. */
    RedisProcess restart() {
        List<String> command = new ArrayList<>(List.of(RedisBinary.path()));
        Path configuration = directory.resolve("redis.conf");
        if (Files.exists(configuration)) {
            command.add(configuration.toString());
        }
        command.addAll(List.of("--port", Integer.toString(port), "--bind", HOST, "--dir", directory.toString()));
        command.addAll(List.of("--loglevel", "warning"));
        if (!options.contains("--save") && !options.contains("--sentinel")) {
            command.addAll(List.of("--save", ""));
        }
        command.addAll(options);
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log().toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await().atMost(START).ignoreExceptionsInstanceOf(JedisException.class).until(this::answers);
        return this;
    }

    /** Whether this process answers, and nobody else at its port. A server that wants a password is up, too. */
    private boolean answers() throws IOException {
        assertThat(process.isAlive())
                .as("the server on port %s ended: %s", port, Files.readString(log()))
                .isTrue();
        try (Jedis jedis = client()) {
            return jedis.info("server").contains("process_id:" + process.pid());
        } catch (JedisException e) {
            return String.valueOf(e.getMessage()).startsWith("NOAUTH");
        }
    }

    private Path log() {
        return directory.resolve("log");
    }

    int port() {
        return port;
    }

    HostAndPort address() {
        return new HostAndPort(HOST, port);
    }

    String uri() {
        return "redis://" + address();
    }

    /** A connection of one's own, to be closed. */
    Jedis client() {
        return new Jedis(HOST, port);
    }

    /** Sends one command and gives its reply as text. */
    String does(String... words) {
        return new Cli(address()).run(words);
    }

    /** What SIGKILL does: no data is saved, no connection closed in good order. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() {
        kill();
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            // Closed before.
        }
    }

    private static int freePort() {
        while (true) {
            int port = FIRST_PORT + Math.floorMod(TRIED.getAndIncrement(), PORTS);
            if (free(port) && free(port + TO_BUS)) {
                return port;
            }
        }
    }

    private static boolean free(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
