// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One of our commands as a process of its own, whose output is printed with its name in front. Closing it kills it. */
final class ChildProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String name;
    private final Process process;
    private final List<String> lines = new ArrayList<>();

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

    private synchronized void add(String line) {
        System.out.println(name + " | " + line);
        lines.add(line);
        notifyAll();
    }

    /** Whether it has printed a line that begins so. */
    synchronized boolean hasPrinted(String beginning) {
        return lines.stream().anyMatch(line -> line.startsWith(beginning));
    }

    /**
     * Waits for lines that match this.
     *
     * @return the first group in the last of them, or all of it if there is no group
     * @throws IllegalStateException if it does not print so many in 30 s
     */
    synchronized String prints(String regex, int times) {
        Pattern pattern = Pattern.compile(regex);
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            List<Matcher> found = lines.stream()
                    .map(pattern::matcher)
                    .filter(Matcher::lookingAt)
                    .toList();
            if (found.size() >= times) {
                Matcher last = found.get(times - 1);
                return last.groupCount() == 0 ? last.group() : last.group(1);
            }
            long left = end - System.nanoTime();
            if (left <= 0 || !process.isAlive()) {
                throw new IllegalStateException(name + " did not print \"" + regex + "\"");
            }
            await(left);
        }
    }

    private void await(long nanos) {
        try {
            wait(Math.max(1, Duration.ofNanos(nanos).toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
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

    @Override
    public void close() {
        kill();
    }
}
