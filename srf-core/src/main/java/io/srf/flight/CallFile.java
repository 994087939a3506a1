// SPDX-License-Identifier: Apache-2.0
package io.srf.flight;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A recorded call as JSON lines, to keep, to send to somebody, and to replay: a line that says what it is, then one for each event.
 *
 * <pre>{@code
 * {"srf-call":1,"callId":"a84b4c76e66710","begin":"2030-01-01T12:00:00Z"}
 * {"at":0,"leg":"a84b4c76e66710","event":"message","direction":"in","transport":"udp","remote":"192.0.2.1:5060","sip":"INVITE sip:..."}
 * {"at":1200000,"leg":"a84b4c76e66710","event":"decision","what":"createB2BUA","about":"sip:bob@carrier.example"}
 * }</pre>
 *
 * <p>{@code at} is in nanoseconds since {@code begin}. A message that is not UTF-8 is in {@code sip64}, as Base64. States and timers
 * come back as the words that were written.
 */
public final class CallFile {
    /** The longest line that is read, in characters. */
    public static final int MAX_LINE = 1 << 20;
    /** The most events of a call that are read. */
    public static final int MAX_EVENTS = 100_000;

    private static final int VERSION = 1;
    private static final String FORMAT = "srf-call";

    private CallFile() {}

    /** Writes a call as it is; {@link Masking} takes out before what others should not see. */
    public static String write(RecordedCall call) {
        StringBuilder text = new StringBuilder();
        Map<String, Object> head = new LinkedHashMap<>();
        head.put(FORMAT, VERSION);
        head.put("callId", call.callId());
        head.put("begin", call.begin());
        text.append(JsonLine.write(head)).append('\n');
        for (RecordedEvent event : call.events()) {
            text.append(JsonLine.write(EventFields.of(event))).append('\n');
        }
        return text.toString();
    }

    /** Writes a call into a file, in place of what was in it. */
    public static void write(RecordedCall call, Path file) {
        try {
            Files.writeString(file, write(call));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /**
     * Reads a call.
     *
     * @throws IllegalArgumentException if it is not one; the message names the line
     */
    public static RecordedCall read(String text) {
        return read(new BufferedReader(new StringReader(text)));
    }

    /**
     * Reads a call from a file.
     *
     * @throws IllegalArgumentException if there is none in it; the message names the line
     * @throws UncheckedIOException if it cannot be read
     */
    public static RecordedCall read(Path file) {
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            return read(lines);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static RecordedCall read(BufferedReader lines) {
        int number = 1;
        try {
            Map<String, String> head = JsonLine.read(next(lines.readLine()));
            check(head);
            List<RecordedEvent> events = new ArrayList<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (events.size() >= MAX_EVENTS) {
                    throw new IllegalArgumentException("too many events, expected: ≤ " + MAX_EVENTS);
                }
                events.add(EventFields.read(new Fields(JsonLine.read(next(line)))));
            }
            Fields fields = new Fields(head);
            Instant begin = Instant.parse(fields.text("begin"));
            return RecordedCall.of(fields.text("callId"), begin, events);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IllegalArgumentException("line " + number + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read line " + number, e);
        }
    }

    private static String next(@Nullable String line) {
        if (line == null) {
            throw new IllegalArgumentException("there is none, expected a recorded call");
        }
        if (line.length() > MAX_LINE) {
            throw new IllegalArgumentException("too long, expected: ≤ " + MAX_LINE + " characters");
        }
        return line;
    }

    private static void check(Map<String, String> head) {
        if (!String.valueOf(VERSION).equals(head.get(FORMAT))) {
            throw new IllegalArgumentException(
                    "not a recorded call of a known version, expected: \"" + FORMAT + "\":" + VERSION);
        }
    }

    /** The fields of a line, which must be there. */
    record Fields(Map<String, String> all) {
        String text(String name) {
            String value = all.get(name);
            if (value == null) {
                throw new IllegalArgumentException("no \"" + name + "\", expected it beside " + all.keySet());
            }
            return value;
        }

        long number(String name) {
            String value = text(name);
            try {
                return Long.parseLong(value);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("\"" + name + "\" is " + value + ", expected a whole number", e);
            }
        }
    }
}
