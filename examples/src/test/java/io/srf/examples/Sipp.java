// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** One SIPp process that plays one call of a scenario in {@code src/test/sipp}. */
final class Sipp implements AutoCloseable {
    private static final Path SCENARIOS = Path.of("src/test/sipp").toAbsolutePath();
    private static final String LOOPBACK = "127.0.0.1";
    /** Longer than 64·T1, after which unacknowledged calls end. */
    private static final long PATIENCE_SECONDS = 45;

    /** Below those that systems hand out. */
    private static final int FIRST_PORT = 23_000;

    private static final int PORTS = 6_900;

    /** Somewhere else in each of the JVMs that tests run in at once. */
    private static final AtomicInteger NEXT_PORT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(PORTS));

    private final String scenario;
    private final Path folder;
    private final Process process;

    private Sipp(String scenario, Path folder, int port, List<String> further) throws IOException {
        this.scenario = scenario;
        this.folder = folder;
        List<String> command = new ArrayList<>(
                List.of("sipp", "-sf", SCENARIOS.resolve(scenario + ".xml").toString()));
        command.addAll(List.of("-i", LOOPBACK, "-p", String.valueOf(port), "-m", "1", "-nostdin"));
        command.addAll(List.of("-trace_err", "-error_file", log("errors").toString()));
        command.addAll(List.of("-timeout", String.valueOf(PATIENCE_SECONDS), "-timeout_error"));
        command.addAll(further);
        process = start(new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log("screen").toFile()));
    }

    private static synchronized Process start(ProcessBuilder process) throws IOException {
        return process.start();
    }

    /** Plays a scenario that waits to be called: once, unless further options say otherwise. */
    static Sipp called(String scenario, Path folder, int port, String... further) throws IOException {
        return new Sipp(scenario, folder, port, List.of(further));
    }

    /** Plays a scenario that calls somebody on loopback: once, unless further options say otherwise. */
    static Sipp calling(String scenario, Path folder, int destination, String... further) throws IOException {
        List<String> all = new ArrayList<>(List.of(LOOPBACK + ":" + destination));
        all.addAll(List.of(further));
        return new Sipp(scenario, folder, freePort(), all);
    }

    /** Whether it is installed. */
    static boolean isInstalled() {
        try {
            Process version = new ProcessBuilder("sipp", "-v")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return version.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }

    /**
     * A port of loopback that nobody uses just now, neither with UDP nor with TCP; none that systems hand out, and each time another. No process is
     * started meanwhile: it would hold what is open here for a moment longer.
     */
    static synchronized int freePort() {
        while (true) {
            int port = FIRST_PORT + NEXT_PORT.getAndIncrement() % PORTS;
            try (DatagramSocket udp = new DatagramSocket(port, InetAddress.getLoopbackAddress());
                    ServerSocket tcp = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                if (udp.isBound() && tcp.isBound()) {
                    return port;
                }
            } catch (IOException e) {
                // It is in use.
            }
        }
    }

    /** Waits for its end; fails with what it complains about if the call did not go as the scenario says. */
    void plays() throws IOException, InterruptedException {
        if (!process.waitFor(2 * PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError(scenario + " does not end: " + complaint());
        }
        if (process.exitValue() != 0) {
            throw new AssertionError(scenario + " ended with " + process.exitValue() + ": " + complaint());
        }
    }

    private String complaint() throws IOException {
        Path errors = log("errors");
        return Files.readString(Files.exists(errors) ? errors : log("screen"));
    }

    private Path log(String kind) {
        return folder.resolve(scenario + '.' + kind);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
