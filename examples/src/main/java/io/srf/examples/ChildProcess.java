// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One of our commands as a process of its own, whose output is printed with its name in front. Closing it kills it. */
final class ChildProcess implements AutoCloseable {
    private final String name;
    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private ChildProcess(String name, Process process) {
        this.name = name;
        this.process = process;
        Thread.ofVirtual().name(name).start(this::read);
    }

    /** Starts {@code ./srf} with these arguments. */
    static ChildProcess start(String name, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        try {
            return new ChildProcess(
                    name, new ProcessBuilder(command).redirectErrorStream(true).start());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name, e);
        }
    }

    private void read() {
        try (BufferedReader output = process.inputReader()) {
            String line;
            while ((line = output.readLine()) != null) {
                add(line);
            }
        } catch (IOException e) {
            add("(" + e.getMessage() + ")");
        }
        add("(ended)");
    }

    private void add(String line) {
        System.out.println(name + " | " + line);
        lines.add(line);
    }

    /**
     * Waits for so many lines that match this from their beginning.
     *
     * @return the first group in the last of them, or all of it if there is no group
     * @throws IllegalStateException if it does not print so many in 30 s
     */
    String prints(String regex, int times) {
        Pattern pattern = Pattern.compile(regex);
        List<Matcher> found = List.of();
        for (Patience patience = new Patience(); found.size() < times; patience.wait(name, regex)) {
            found = lines.stream()
                    .map(pattern::matcher)
                    .filter(Matcher::lookingAt)
                    .toList();
        }
        Matcher last = found.get(times - 1);
        return last.groupCount() == 0 ? last.group() : last.group(1);
    }

    /** Waits for one of these to print a line that begins so, and returns it. */
    static ChildProcess firstToPrint(String beginning, List<ChildProcess> all) {
        Patience patience = new Patience();
        while (true) {
            for (ChildProcess one : all) {
                if (one.lines().stream().anyMatch(line -> line.startsWith(beginning))) {
                    return one;
                }
            }
            patience.wait("none of " + all.size() + " processes", beginning);
        }
    }

    /** Looks again in a moment, for so long. */
    private static final class Patience {
        private static final Duration LIMIT = Duration.ofSeconds(30);
        private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

        private final long end = System.nanoTime() + LIMIT.toNanos();

        void wait(String who, String what) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(who + " did not print \"" + what + "\" in " + LIMIT);
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
    }

    /** What it has printed so far. */
    List<String> lines() {
        return lines;
    }

    String name() {
        return name;
    }

    long pid() {
        return process.pid();
    }

    /** Sends SIGKILL and waits for the end. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Sends SIGTERM; it may take its time to end. */
    void stop() {
        process.toHandle().destroy(); // Process.destroy would close its output too
    }

    @Override
    public void close() {
        kill();
    }
}
