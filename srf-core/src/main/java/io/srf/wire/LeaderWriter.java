// SPDX-License-Identifier: Apache-2.0
package io.srf.wire;

import io.srf.sip.SipMessage;
import java.nio.charset.StandardCharsets;
import java.time.LocalTime;
import org.jspecify.annotations.Nullable;

/** Writes the tokens of one payload. */
final class LeaderWriter {
    private static final int TYPICAL_LENGTH = 192;
    private static final byte[] NOTHING = {};

    private final StringBuilder out = new StringBuilder(TYPICAL_LENGTH);

    /** Begins with the first two tokens. */
    LeaderWriter(String id, String type) {
        checked(id);
        token(type);
    }

    /** Adds a token; null becomes an empty one. */
    LeaderWriter token(@Nullable String token) {
        out.append('|');
        return token == null ? this : checked(token);
    }

    private LeaderWriter checked(String token) {
        if (!WireCodec.isToken(token)) {
            throw new IllegalArgumentException(
                    "a token of the protocol must not contain | or control characters: \"" + token + '"');
        }
        out.append(token);
        return this;
    }

    LeaderWriter number(int number) {
        out.append('|').append(number);
        return this;
    }

    LeaderWriter time(LocalTime time) {
        WireTime.append(out.append('|'), time);
        return this;
    }

    /** Adds text that ends the tokens and may hold anything; control characters become blanks. */
    LeaderWriter text(String text) {
        out.append('|');
        for (int i = 0; i < text.length(); i++) {
            out.append(text.charAt(i) < ' ' ? ' ' : text.charAt(i));
        }
        return this;
    }

    Payload done() {
        return new Payload(out.toString().getBytes(StandardCharsets.UTF_8), NOTHING);
    }

    Payload with(SipMessage message) {
        out.append("\r\n");
        return new Payload(out.toString().getBytes(StandardCharsets.UTF_8), message.encoded());
    }
}
