// SPDX-License-Identifier: Apache-2.0
package io.srf.wire;

import io.srf.sip.SipLimits;
import io.srf.sip.SipMessage;
import io.srf.sip.SipParseException;
import io.srf.sip.SipParser;
import io.srf.wire.WireException.Damage;
import java.nio.charset.StandardCharsets;
import java.time.LocalTime;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A payload whose tokens have been found; each is read when asked for. */
final class Leader {
    /** The longest line of tokens; dialog ids and destinations are what makes it long. */
    static final int MAX_BYTES = 16 * 1024;

    /** How much of a start line is quoted. */
    private static final int MAX_QUOTED = 200;

    private static final int TYPICAL_TOKENS = 16;

    private final byte[] payload;
    private final SipLimits limits;
    /** Where each token begins; one more entry, past the separator or line end that would follow, ends the last. */
    private int[] starts = new int[TYPICAL_TOKENS];

    private int count;
    private final int end;

    Leader(byte[] payload, SipLimits limits) {
        this.payload = payload;
        this.limits = limits;
        this.end = findTokens();
    }

    private int findTokens() {
        int at = 0;
        begin(0);
        while (at < payload.length && payload[at] != '\r') {
            if (payload[at] == '|') {
                begin(at + 1);
            }
            at++;
        }
        starts[count] = at + 1;
        if (at > MAX_BYTES) {
            throw new WireException(
                    Damage.FORMAT, null, "a line of tokens of " + at + " bytes, expected: ≤ " + MAX_BYTES);
        }
        if (at < payload.length && (at + 1 == payload.length || payload[at + 1] != '\n')) {
            throw malformed("expected CR and LF together after the tokens");
        }
        checkNoControls(at);
        return at;
    }

    private void checkNoControls(int tokensEnd) {
        for (int i = 0; i < tokensEnd; i++) {
            if (payload[i] >= 0 && payload[i] < ' ' && payload[i] != '\t') {
                throw malformed("a control character in the tokens, at byte " + i);
            }
        }
    }

    private void begin(int start) {
        if (count + 1 == starts.length) {
            starts = Arrays.copyOf(starts, count * 2 + 2);
        }
        starts[count++] = start;
    }

    /** The first token, which replies will name. */
    String id() {
        String id = idOrNull();
        if (id == null) {
            throw malformed("the message id is empty or holds control characters");
        }
        return id;
    }

    private @Nullable String idOrNull() {
        String id = text(0);
        return id.isEmpty() || id.chars().anyMatch(c -> c < ' ') ? null : id;
    }

    /** The number of tokens. */
    int count() {
        return count;
    }

    /** Checks that there are at least so many tokens. */
    Leader atLeast(int tokens) {
        if (count < tokens) {
            throw malformed(count + " tokens, expected: ≥ " + tokens);
        }
        return this;
    }

    /** A token, or "" if there are fewer. */
    String text(int index) {
        return index < count ? text(starts[index], starts[index + 1] - 1) : "";
    }

    /** A token, or null if it is empty or there are fewer. */
    @Nullable String textOrNull(int index) {
        String text = text(index);
        return text.isEmpty() ? null : text;
    }

    /** A token and all behind it. */
    String rest(int index) {
        return index < count ? text(starts[index], end) : "";
    }

    private String text(int from, int to) {
        return new String(payload, from, to - from, StandardCharsets.UTF_8);
    }

    /** Whether a token is this ASCII text; spares making a string of it. */
    boolean is(int index, String text) {
        if (index >= count || starts[index + 1] - 1 - starts[index] != text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (payload[starts[index] + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** A token that is a number from 0 to this. */
    int number(int index, int max) {
        long value = 0;
        int from = starts[index];
        int to = starts[index + 1] - 1;
        for (int i = from; i < to && value <= max; i++) {
            int digit = payload[i] - '0';
            value = digit < 0 || digit > 9 ? Long.MAX_VALUE / 10 : value * 10 + digit;
        }
        if (from == to || value > max) {
            throw malformed("token " + index + " is \"" + text(index) + "\", expected a number from 0 to " + max);
        }
        return (int) value;
    }

    /** A token that is a time of day. */
    LocalTime time(int index) {
        LocalTime time = WireTime.parse(payload, starts[index], starts[index + 1] - 1);
        if (time == null) {
            throw malformed("token " + index + " is \"" + text(index) + "\", expected a time as HH:MM:SS.uuuuuu");
        }
        return time;
    }

    /** Whether a line end follows the tokens. */
    boolean hasMessage() {
        return end < payload.length;
    }

    /** The SIP message behind the tokens. */
    SipMessage message() {
        if (!hasMessage()) {
            throw malformed("expected a SIP message after the tokens");
        }
        try {
            return SipParser.parseFramed(Arrays.copyOfRange(payload, end + 2, payload.length), limits);
        } catch (SipParseException e) {
            throw new WireException(Damage.SIP, idOrNull(), unreadable(e));
        }
    }

    /** A request whose start line is bad is quoted, as a drachtio-server does. */
    private String unreadable(SipParseException e) {
        String line = startLine();
        return e.layer() != SipParseException.Layer.START_LINE || line.startsWith("SIP/")
                ? "cannot read the SIP message: " + e.getMessage()
                : "invalid request-uri: " + line + ": " + e.problem();
    }

    private String startLine() {
        int from = end + 2;
        int to = from;
        while (to < payload.length && payload[to] != '\r' && to - from < MAX_QUOTED) {
            to++;
        }
        return text(from, to);
    }

    /** What is wrong with these tokens. */
    WireException malformed(String problem) {
        return new WireException(Damage.FORMAT, idOrNull(), problem);
    }
}
