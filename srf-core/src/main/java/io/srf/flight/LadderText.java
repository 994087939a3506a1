// SPDX-License-Identifier: Apache-2.0
package io.srf.flight;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Draws a ladder line by line: a column for each endpoint, an arrow for each message, and notes, with milliseconds in front. ASCII only.
 *
 * <p>With two to four endpoints it is at most {@value #WIDTH} columns wide. Not for more than one thread at a time.
 */
public final class LadderText {
    /** How wide a ladder of up to four endpoints is at most. */
    public static final int WIDTH = 100;

    private static final int FIRST = 10;
    private static final int TIME_WIDTH = 8;
    private static final int LARGEST_GAP = 42;
    private static final int SMALLEST_GAP = 30;
    private static final int NAME_ROOM = 12;
    private static final double NANOS_PER_MILLI = 1e6;

    /** An arrow from one endpoint to another; a lost message's does not get there. */
    public record Arrow(String from, String to, boolean lost) {}

    private final List<String> names;
    private final int gap;
    private final List<String> lines = new ArrayList<>();

    /** A ladder that has nothing but the names of its endpoints. */
    public LadderText(List<String> endpoints) {
        names = List.copyOf(endpoints);
        int gaps = Math.max(1, names.size() - 1);
        int room = (WIDTH - FIRST - (names.size() > 3 ? 1 : NAME_ROOM)) / gaps;
        gap = Math.clamp(room, SMALLEST_GAP - 1, LARGEST_GAP);
        lines.add(head());
    }

    private int column(String name) {
        return FIRST + gap * names.indexOf(name);
    }

    private String head() {
        StringBuilder line = new StringBuilder(String.format("%" + TIME_WIDTH + "s", "ms"));
        int width = Math.max(WIDTH, FIRST + gap * (names.size() - 1) + 1);
        for (String name : names) {
            String text = name.length() < gap ? name : name.substring(0, gap - 1);
            int column = Math.min(column(name), width - text.length());
            line.append(" ".repeat(Math.max(1, column - line.length()))).append(text);
        }
        return line.toString();
    }

    /** Says what is left out. */
    public void leftOut(String what) {
        lines.add("     ...  " + what);
    }

    /** Draws an arrow between two of the endpoints; a label that is too long is cut. */
    public void arrow(Duration time, Arrow arrow, String label) {
        char[] line = bars(time);
        int from = column(arrow.from);
        int to = column(arrow.to);
        if (from == to) {
            lines.add(new String(line).stripTrailing() + " " + label + " (to itself)");
            return;
        }
        draw(line, from, to, arrow.lost);
        lines.add(overlay(line, Math.min(from, to), Math.max(from, to), label));
    }

    /** Writes a note beside one of the endpoints, over what stands there; one that would make the ladder wider is cut. */
    public void note(Duration time, String endpoint, String text) {
        char[] bars = bars(time);
        int at = column(endpoint) + 2;
        int room = Math.max(WIDTH, bars.length) - at;
        String note = text.length() <= room ? text : text.substring(0, room - 1) + "~";
        char[] line = Arrays.copyOf(bars, Math.max(bars.length, at + note.length() + 1));
        Arrays.fill(line, bars.length, line.length, ' ');
        write(line, at, note);
        if (line[at + note.length()] != '|') {
            line[at + note.length()] = ' ';
        }
        lines.add(new String(line).stripTrailing());
    }

    private char[] bars(Duration time) {
        char[] line = new char[FIRST + gap * Math.max(0, names.size() - 1) + 1];
        Arrays.fill(line, ' ');
        names.forEach(name -> line[column(name)] = '|');
        write(line, 0, String.format("%" + TIME_WIDTH + "s", millis(time)));
        return line;
    }

    private static void draw(char[] line, int from, int to, boolean lost) {
        int step = from < to ? 1 : -1;
        int tip = lost ? to - 4 * step : to - step;
        for (int i = from + step; i != tip + step; i += step) {
            line[i] = '-';
        }
        line[tip] = lost ? 'x' : step > 0 ? '>' : '<';
    }

    /** Writes the label into the middle of the arrow, with a blank on each side. */
    private static String overlay(char[] line, int left, int right, String label) {
        int room = right - left - 9;
        String text = " " + (label.length() <= room ? label : label.substring(0, room - 1) + "~") + " ";
        write(line, left + (right - left + 1 - text.length()) / 2, text);
        return new String(line).stripTrailing();
    }

    private static void write(char[] line, int at, String text) {
        text.getChars(0, text.length(), line, at);
    }

    /** Milliseconds, with as many decimals as are needed, three at most: {@code 12.5}. */
    public static String millis(Duration duration) {
        String text = String.format(Locale.ROOT, "%.3f", duration.toNanos() / NANOS_PER_MILLI);
        return text.replaceFirst("\\.?0+$", "");
    }

    /** The ladder so far, with a line end after each line. */
    @Override
    public String toString() {
        return String.join("\n", lines) + "\n";
    }
}
