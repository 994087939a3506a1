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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One of our commands as a process of its own, whose output is printed with its name in front. Closing it kills it, and so does the end of this
 * process.
 */
final class ChildProcess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChildProcess.class);
    private static final String ENDED = "(ended)";

    private final String name;
    private final Process process;
    private final Thread killer;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private ChildProcess(String name, Process process) {
        this.name = name;
        this.process = process;
        this.killer = new Thread(process::destroyForcibly);
        dieWithUs();
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

    private void dieWithUs() {
        try {
            Runtime.getRuntime().addShutdownHook(killer);
        } catch (IllegalStateException e) { // this process is ending already
            process.destroyForcibly();
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
        add(ENDED);
    }

    private void add(String line) {
        System.out.printf("%-6s | %s%n", name, line);
        lines.add(line);
    }

    /**
     * Waits for so many lines that match this from their beginning.
     *
     * @return the first group in the last of them, or all of it if there is no group
     * @throws IllegalStateException if it does not print so many in a minute, or before it ends
     */
    String prints(String regex, int times) {
        Pattern pattern = Pattern.compile(regex);
        List<Matcher> found = List.of();
        for (Patience patience = new Patience(); found.size() < times; patience.wait(name, regex)) {
            boolean ended = lines.contains(ENDED);
            found = lines.stream()
                    .map(pattern::matcher)
                    .filter(Matcher::lookingAt)
                    .toList();
            if (ended && found.size() < times) {
                throw new IllegalStateException(name + " ended before it printed \"" + regex + '"');
            }
        }
        Matcher last = found.get(times - 1);
        return last.groupCount() == 0 ? last.group() : last.group(1);
    }

    /** Writes a line into its input. */
    void isTold(String line) {
        try {
            process.outputWriter().append(line).append('\n').flush();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot tell " + name + " to " + line, e);
        }
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
        private static final Duration LIMIT = Duration.ofSeconds(60);
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

    /** The processes that it has started, and theirs. */
    List<ProcessHandle> descendants() {
        return process.descendants().toList();
    }

    /** Waits for its end, and returns its exit code. */
    int exitCode() {
        return process.onExit().join().exitValue();
    }

    /** Sends SIGKILL and waits for the end. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Sends SIGTERM; it may take its time to end. */
    void stop() {
        process.toHandle().destroy(); // Process.destroy would close its output too
    }

    /** Sends SIGHUP. */
    void hangUp() {
        try {
            new ProcessBuilder("kill", "-HUP", String.valueOf(pid()))
                    .inheritIO()
                    .start()
                    .onExit()
                    .join();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot send SIGHUP to " + name, e);
        }
    }

    @Override
    public void close() {
        kill();
        try {
            Runtime.getRuntime().removeShutdownHook(killer);
        } catch (IllegalStateException e) { // this process is ending, and the hook is running
            LOG.debug("{} was killed while this process ends", name);
        }
    }
}
