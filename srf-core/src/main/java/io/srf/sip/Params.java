// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The parameters behind a URI, address or Via: {@code ;name=value;flag}, in order, names in any case.
 *
 * <p>Immutable. They are kept as written; {@link #get} and {@link #with} speak plain text, which stands in quotes behind a header's
 * value, and with escapes in a URI, where it could not be written otherwise.
 */
public final class Params {
    /** No parameters. */
    public static final Params NONE = new Params(false, new String[0]);

    private static final Params NONE_IN_URI = new Params(true, NONE.pairs);
    private static final int TYPICAL = 6;

    private final boolean inUri;

    /** Name and value as written, name and value, …; a flag's value is null. */
    private final @Nullable String[] pairs;

    private Params(boolean inUri, @Nullable String[] pairs) {
        this.inUri = inUri;
        this.pairs = pairs;
    }

    /**
     * Reads {@code ;a=b;c}, blanks allowed around the separators.
     *
     * @throws SipParseException if it is anything else
     */
    public static Params parse(String text) {
        Cursor in = new Cursor(text);
        Params params = parse(in);
        in.expectEnd("a parameter");
        return params;
    }

    /** Reads a header's parameters up to the first character that does not continue them. */
    static Params parse(Cursor in) {
        in.skipBlanks();
        return in.peek() == ';' ? new Params(false, parsePairs(in)) : NONE;
    }

    /** Reads a URI's parameters up to the first character that does not continue them. */
    static Params parseInUri(Cursor in) {
        return in.peek() == ';' ? new Params(true, parsePairs(in)) : NONE_IN_URI;
    }

    private static @Nullable String[] parsePairs(Cursor in) {
        @Nullable String[] pairs = new @Nullable String[TYPICAL];
        int count = 0;
        while (in.skip(';')) {
            in.skipBlanks();
            if (count == pairs.length) {
                pairs = Arrays.copyOf(pairs, count * 2);
            }
            pairs[count++] = in.paramName();
            in.skipBlanks();
            if (in.skip('=')) {
                in.skipBlanks();
                pairs[count] = in.peek() == '"' ? in.quotedString() : in.param();
                in.skipBlanks();
            }
            count++;
        }
        return count == pairs.length ? pairs : Arrays.copyOf(pairs, count);
    }

    /** These parameters as a URI writes them: without quotes, and with everything escaped that may not stand there. */
    Params asUri() {
        if (inUri || pairs.length == 0) {
            return inUri ? this : NONE_IN_URI;
        }
        @Nullable String[] escaped = pairs.clone();
        for (int i = 0; i < pairs.length; i++) {
            String text = pairs[i];
            escaped[i] = text == null ? null : Escapes.encodeParam(Escapes.decode(Quoted.unquote(text)));
        }
        return new Params(true, escaped);
    }

    private int indexOf(String name, int from) {
        for (int i = from; i < pairs.length; i += 2) {
            if (name.equalsIgnoreCase(nameAt(i))) {
                return i;
            }
        }
        return -1;
    }

    private String nameAt(int i) {
        String name = String.valueOf(pairs[i]);
        return inUri ? Escapes.decode(name) : name;
    }

    /** The value without quotes or escapes, "" for a flag, null if there is no such parameter. */
    public @Nullable String get(String name) {
        int i = indexOf(name, 0);
        return i < 0 ? null : valueAt(i);
    }

    private String valueAt(int i) {
        String value = pairs[i + 1];
        return value == null ? "" : inUri ? Escapes.decode(value) : Quoted.unquote(value);
    }

    /** Whether there is such a parameter, with or without a value. */
    public boolean has(String name) {
        return indexOf(name, 0) >= 0;
    }

    /** Checks that a parameter which is a key is there at most once (RFC 3261 §7.3.1), and not without a value. */
    Params key(String name) {
        int first = indexOf(name, 0);
        if (first >= 0 && valueAt(first).isEmpty()) {
            throw SipParseException.value(-1, "expected a value of '" + name + "'");
        }
        if (first >= 0 && indexOf(name, first + 2) >= 0) {
            throw SipParseException.value(-1, "expected one '" + name + "', found another");
        }
        return this;
    }

    /** The names, in order, without escapes. */
    public List<String> names() {
        List<String> names = new ArrayList<>(pairs.length / 2);
        for (int i = 0; i < pairs.length; i += 2) {
            names.add(nameAt(i));
        }
        return names;
    }

    /** What {@link #get} returns for each name: names in any case, sorted, the first of two with the same name; unmodifiable. */
    public Map<String, String> asMap() {
        Map<String, String> map = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 0; i < pairs.length; i += 2) {
            map.putIfAbsent(nameAt(i), valueAt(i));
        }
        return Collections.unmodifiableMap(map);
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return pairs.length == 0;
    }

    /**
     * These parameters with one set: in its old place if it was there, else at the end.
     *
     * @param value put in quotes unless it is a token, a host or quoted already; in a URI, escaped as needed; null makes a flag
     * @throws IllegalArgumentException if the name is not a token, or the value holds CR or LF
     */
    public Params with(String name, @Nullable String value) {
        if (!Chars.isToken(name)) {
            throw new IllegalArgumentException("not a parameter name: " + Text.show(name) + ", expected a token");
        }
        int i = indexOf(name, 0);
        @Nullable String[] changed = Arrays.copyOf(pairs, i < 0 ? pairs.length + 2 : pairs.length);
        int at = i < 0 ? pairs.length : i;
        changed[at] = inUri ? Escapes.encodeParam(name) : name;
        changed[at + 1] = value == null ? null : inUri ? Escapes.encodeParam(value) : quotedIfNeeded(value);
        return new Params(inUri, changed);
    }

    private static String quotedIfNeeded(String value) {
        boolean plain = true;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\r' || c == '\n') {
                throw new IllegalArgumentException("a parameter's value must not contain CR or LF");
            }
            plain &= Chars.isToken(c) || c == ':' || c == '[' || c == ']';
        }
        return plain || Quoted.isQuoted(value) ? value : Quoted.quote(value);
    }

    /** These parameters without one. */
    public Params without(String name) {
        @Nullable String[] kept = new @Nullable String[pairs.length];
        int count = 0;
        for (int i = 0; i < pairs.length; i += 2) {
            if (!name.equalsIgnoreCase(nameAt(i))) {
                kept[count++] = pairs[i];
                kept[count++] = pairs[i + 1];
            }
        }
        return count == pairs.length ? this : new Params(inUri, Arrays.copyOf(kept, count));
    }

    /** As they are written, each with its semicolon. */
    @Override
    public String toString() {
        return pairs.length == 0 ? "" : appendTo(new StringBuilder()).toString();
    }

    StringBuilder appendTo(StringBuilder text) {
        for (int i = 0; i < pairs.length; i += 2) {
            text.append(';').append(pairs[i]);
            if (pairs[i + 1] != null) {
                text.append('=').append(pairs[i + 1]);
            }
        }
        return text;
    }

    /** Whether they are written with the same text. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Params params && Arrays.equals(params.pairs, pairs);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(pairs);
    }
}
