// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A scheme and its parameters, as challenges and their answers have them: {@code Digest realm="a", nonce="b"} (RFC 3261 §25.1). Immutable. */
final class AuthParams {
    /** How many parameters one header may have. */
    static final int MAX_PARAMS = 64;

    static final String DIGEST = "Digest";

    private final Map<String, String> values;

    private AuthParams(Map<String, String> values) {
        this.values = values;
    }

    static AuthParams none() {
        return new AuthParams(Map.of());
    }

    /**
     * Reads {@code Digest name=value, name="value"}.
     *
     * @throws SipParseException for another scheme, a name that comes twice, or more than {@link #MAX_PARAMS}
     */
    static AuthParams parse(String text) {
        Cursor in = new Cursor(text);
        in.skipBlanks();
        String scheme = in.token("a scheme");
        if (!scheme.equalsIgnoreCase(DIGEST)) {
            throw SipParseException.value(0, "the scheme " + Text.show(scheme) + ", expected Digest");
        }
        Map<String, String> values = new LinkedHashMap<>();
        do {
            in.skipBlanks();
            int at = in.offset();
            String name = in.token("a parameter name").toLowerCase(Locale.ROOT);
            in.skipBlanks();
            in.expect('=');
            in.skipBlanks();
            String value = in.peek() == '"' ? Quoted.unquote(in.quotedString()) : in.token("a value");
            in.skipBlanks();
            if (values.putIfAbsent(name, value) != null) {
                throw SipParseException.value(at, "expected one '" + name + "', found another");
            }
            if (values.size() > MAX_PARAMS) {
                throw SipParseException.value(at, "too many parameters, expected: ≤ " + MAX_PARAMS);
            }
        } while (in.skip(','));
        in.expectEnd("a parameter");
        return new AuthParams(values);
    }

    /** The value without quotes; null if there is none. */
    @Nullable String get(String name) {
        return values.get(name);
    }

    /** The value; throws {@link SipParseException} if there is none. */
    String required(String name) {
        String value = values.get(name);
        if (value == null) {
            throw SipParseException.value(-1, "expected '" + name + "'");
        }
        return value;
    }

    /** The same with one parameter set; null leaves it out. */
    AuthParams with(String name, @Nullable String value) {
        if (value == null) {
            return this;
        }
        if (value.indexOf('\r') >= 0 || value.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("'" + name + "' must not contain CR or LF");
        }
        Map<String, String> more = new LinkedHashMap<>(values);
        more.put(name, value);
        return new AuthParams(more);
    }

    /** As it is written; all values but those of these parameters in quotes. */
    String text(Set<String> unquoted) {
        StringBuilder text = new StringBuilder(DIGEST);
        char separator = ' ';
        for (Map.Entry<String, String> entry : values.entrySet()) {
            String value = entry.getValue();
            text.append(separator == ' ' ? " " : ", ").append(entry.getKey()).append('=');
            text.append(unquoted.contains(entry.getKey()) ? value : Quoted.quote(value));
            separator = ',';
        }
        return text.toString();
    }
}
