// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The table in a machine's Javadoc, read from its source, so that what is written there is what is tested. */
final class MachineTable {
    /** Marks what is only done on unreliable transports. */
    private static final String UNRELIABLE_ONLY = " ¹";
    /** Marks a state that lasts no time on reliable transports. */
    private static final String NO_TIME_IF_RELIABLE = " ²";

    /**
     * One line.
     *
     * @param effects in order, each as {@code start A = 2·A} or another few words
     */
    record Row(String state, String event, String next, List<String> effects) {}

    private final List<Row> rows = new ArrayList<>();

    /** Reads the table of this machine for one kind of transport. */
    static MachineTable of(Class<?> machine, boolean reliable) {
        Path source = Path.of(
                System.getProperty("basedir", "."),
                "src/main/java",
                machine.getName().replace('.', '/') + ".java");
        try {
            return new MachineTable(Files.readAllLines(source), reliable);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private MachineTable(List<String> source, boolean reliable) {
        int header = 1 + source.indexOf(" * <pre>");
        String columns = source.get(header);
        int event = columns.indexOf("event ");
        int next = columns.indexOf("next ");
        int effects = columns.indexOf("effects");
        String state = "";
        for (String line : source.subList(header + 2, source.indexOf(" * </pre>"))) {
            String ownState = line.substring(3, event).strip();
            state = ownState.isEmpty() ? state : ownState;
            rows.add(row(
                    state,
                    line.substring(event, next).strip(),
                    line.substring(next, effects).strip(),
                    line.substring(effects).strip(),
                    reliable));
        }
    }

    private static Row row(String state, String event, String next, String effects, boolean reliable) {
        boolean noTime = reliable && next.endsWith(NO_TIME_IF_RELIABLE);
        List<String> done = new ArrayList<>();
        for (String effect : splitEffects(effects)) {
            boolean waits = noTime && effect.startsWith("start ");
            if (!waits && !(reliable && effect.endsWith(UNRELIABLE_ONLY))) {
                done.add(effect.replace(UNRELIABLE_ONLY, ""));
            }
        }
        if (noTime) {
            done.add("terminated");
        }
        return new Row(state, event, noTime ? "Terminated" : next.replace(NO_TIME_IF_RELIABLE, ""), done);
    }

    /** {@code stop A B, send} is three effects; what stands in brackets is an explanation. */
    private static List<String> splitEffects(String text) {
        List<String> effects = new ArrayList<>();
        for (String effect : text.replaceAll(" \\(the \\w+\\)", "").split(", (?!T2\\)|longest\\))")) {
            if (effect.startsWith("stop ")) {
                Arrays.stream(effect.substring(5).split(" ")).forEach(timer -> effects.add("stop " + timer));
            } else if (!effect.equals("-")) {
                effects.add(effect);
            }
        }
        return effects;
    }

    /** The line for this state and one of these words for what happens; none means that it is ignored. */
    Optional<Row> find(Enum<?> state, List<String> events) {
        return rows.stream()
                .filter(row -> row.state().equalsIgnoreCase(state.name()) && events.contains(row.event()))
                .findFirst();
    }

    Row begin() {
        return rows.get(0);
    }

    List<Row> rows() {
        return rows;
    }

    /** What a row's effect means in milliseconds: {@code start A = 2·A} is {@code start A 1000} if it had run for 500. */
    static String withMillis(String effect, long fired, TimerValues timers, long longest) {
        if (!effect.startsWith("start ")) {
            return effect;
        }
        String timer = effect.substring(6).split(" ")[0];
        int equals = effect.indexOf('=');
        String value = equals < 0 ? timer : effect.substring(equals + 1).strip();
        return "start " + timer + " " + millis(value, fired, timers, longest);
    }

    private static long millis(String value, long fired, TimerValues timers, long longest) {
        String term = value.toLowerCase(Locale.ROOT);
        return switch (term) {
            case "t1" -> timers.t1();
            case "t2" -> timers.t2();
            case "t4" -> timers.t4();
            case "64·t1" -> 64 * timers.t1();
            case "c" -> timers.c();
            case "d" -> timers.d();
            case "answer" -> timers.answerInvite();
            case "2·a" -> 2 * fired;
            case "min(2·e, t2)", "min(2·g, t2)" -> Math.min(2 * fired, timers.t2());
            case "min(2·repeat, longest)" -> Math.min(2 * fired, longest);
            default -> throw new IllegalArgumentException("not a value of a timer: " + value);
        };
    }
}
