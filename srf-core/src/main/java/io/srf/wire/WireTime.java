// SPDX-License-Identifier: Apache-2.0
package io.srf.wire;

import java.time.LocalTime;
import org.jspecify.annotations.Nullable;

/** Times of day as {@code HH:MM:SS.uuuuuu}. */
final class WireTime {
    private static final int SECONDS_LENGTH = 8;
    private static final int MAX_LENGTH = SECONDS_LENGTH + 10;
    private static final int NANO_DIGITS = 9;

    private WireTime() {}

    /** Reads a time; the fraction may be absent, or have up to nine digits. Null if this is none. */
    static @Nullable LocalTime parse(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length < SECONDS_LENGTH
                || length > MAX_LENGTH
                || length == SECONDS_LENGTH + 1
                || bytes[from + 2] != ':'
                || bytes[from + 5] != ':'
                || (length > SECONDS_LENGTH && bytes[from + SECONDS_LENGTH] != '.')) {
            return null;
        }
        int hour = digits(bytes, from, from + 2);
        int minute = digits(bytes, from + 3, from + 5);
        int second = digits(bytes, from + 6, from + 8);
        int fraction = length == SECONDS_LENGTH ? 0 : digits(bytes, from + SECONDS_LENGTH + 1, to);
        if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59 || fraction < 0) {
            return null;
        }
        for (int digit = length - SECONDS_LENGTH - 1; digit < NANO_DIGITS; digit++) {
            fraction *= digit < 0 ? 1 : 10;
        }
        return LocalTime.of(hour, minute, second, fraction);
    }

    /** A number, or -1. */
    private static int digits(byte[] bytes, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    /** Writes a time, always with six digits of fraction. */
    static void append(StringBuilder out, LocalTime time) {
        pad(out, time.getHour(), 10);
        pad(out.append(':'), time.getMinute(), 10);
        pad(out.append(':'), time.getSecond(), 10);
        pad(out.append('.'), time.getNano() / 1000, 100_000);
    }

    private static void pad(StringBuilder out, int value, int unit) {
        for (int rest = value, power = unit; power > 0; rest %= power, power /= 10) {
            out.append((char) ('0' + rest / power));
        }
    }
}
