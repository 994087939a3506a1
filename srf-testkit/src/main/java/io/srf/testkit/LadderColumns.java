// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Draws the lines of a ladder: where its columns are, and the arrows between them. */
final class LadderColumns {
    private static final int FIRST = 10;
    private static final int TIME_WIDTH = 8;
    private static final int LARGEST_GAP = 42;
    private static final int SMALLEST_GAP = 30;
    private static final int NAME_ROOM = 12;

    /** An arrow from one endpoint to another; a lost message's does not get there. */
    record Arrow(String from, String to, boolean lost) {}

    private final List<String> names;
    private final int gap;

    LadderColumns(List<String> names) {
        this.names = names;
        int gaps = Math.max(1, names.size() - 1);
        int room = (Ladder.WIDTH - FIRST - (names.size() > 3 ? 1 : NAME_ROOM)) / gaps;
        this.gap = Math.clamp(room, SMALLEST_GAP - 1, LARGEST_GAP);
    }

    private int column(String name) {
        return FIRST + gap * names.indexOf(name);
    }

    String head() {
        StringBuilder line = new StringBuilder(String.format("%" + TIME_WIDTH + "s", "ms"));
        int width = Math.max(Ladder.WIDTH, FIRST + gap * (names.size() - 1) + 1);
        for (String name : names) {
            String text = name.length() < gap ? name : name.substring(0, gap - 1);
            int column = Math.min(column(name), width - text.length());
            line.append(" ".repeat(Math.max(1, column - line.length()))).append(text);
        }
        return line.toString();
    }

    String line(Duration time, Arrow arrow, String label) {
        char[] line = new char[FIRST + gap * (names.size() - 1) + 1];
        Arrays.fill(line, ' ');
        names.forEach(name -> line[column(name)] = '|');
        write(line, 0, String.format("%" + TIME_WIDTH + "s", Text.millis(time)));
        int from = column(arrow.from);
        int to = column(arrow.to);
        if (from == to) {
            return new String(line).stripTrailing() + " " + label + " (to itself)";
        }
        draw(line, from, to, arrow.lost);
        return overlay(line, Math.min(from, to), Math.max(from, to), label);
    }

    private static void draw(char[] line, int from, int to, boolean lost) {
        int step = from < to ? 1 : -1;
        int tip = lost ? to - 4 * step : to - step;
        for (int i = from + step; i != tip + step; i += step) {
            line[i] = '-';
        }
        line[tip] = lost ? 'x' : step > 0 ? '>' : '<';
    }

    /** Writes the label into the middle of the arrow, with a blank on each side; one that is too long is cut. */
    private static String overlay(char[] line, int left, int right, String label) {
        int room = right - left - 9;
        String text = " " + (label.length() <= room ? label : label.substring(0, room - 1) + "~") + " ";
        write(line, left + (right - left + 1 - text.length()) / 2, text);
        return new String(line).stripTrailing();
    }

    private static void write(char[] line, int at, String text) {
        text.getChars(0, text.length(), line, at);
    }
}
