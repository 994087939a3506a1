// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parameters behind a URI, address or Via: {@code ;name=value;flag}, in order, names in any case.
 *
 * <p>Immutable. Values are kept as written; {@link #get} takes the quotes of a quoted string away.
 */
public final class Params {
    /** No parameters. */
    public static final Params NONE = new Params(List.of());

    /** One parameter; a null value is a flag without {@code =}. */
    private record Param(String name, @Nullable String value) {}

    private final List<Param> list;

    private Params(List<Param> list) {
        this.list = list;
    }

    /** Reads {@code ;a=b;c} up to the end of the cursor's text or the first character that does not continue it. */
    static Params parse(Cursor in) {
        in.skipBlanks();
        if (in.peek() != ';') {
            return NONE;
        }
        List<Param> list = new ArrayList<>(4);
        while (in.skip(';')) {
            in.skipBlanks();
            String name = in.paramName();
            in.skipBlanks();
            String value = null;
            if (in.skip('=')) {
                in.skipBlanks();
                value = in.peek() == '"' ? in.quotedString() : in.paramValue();
                in.skipBlanks();
            }
            list.add(new Param(name, value));
        }
        return new Params(list);
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

    /** The value without quotes, "" for a flag, null if there is no such parameter. */
    public @Nullable String get(String name) {
        for (int i = 0; i < list.size(); i++) {
            Param p = list.get(i);
            if (p.name.equalsIgnoreCase(name)) {
                return p.value == null ? "" : Quoted.unquote(p.value);
            }
        }
        return null;
    }

    /** Whether there is such a parameter, with or without a value. */
    public boolean has(String name) {
        return get(name) != null;
    }

    /** The names, in order, as written. */
    public List<String> names() {
        return list.stream().map(Param::name).toList();
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return list.isEmpty();
    }

    /** These parameters with one set: in its old place if it was there, else at the end; a null value makes a flag. */
    public Params with(String name, @Nullable String value) {
        List<Param> copy = new ArrayList<>(list);
        Param param = new Param(name, value);
        for (int i = 0; i < copy.size(); i++) {
            if (copy.get(i).name.equalsIgnoreCase(name)) {
                copy.set(i, param);
                return new Params(copy);
            }
        }
        copy.add(param);
        return new Params(copy);
    }

    /** These parameters without one. */
    public Params without(String name) {
        return has(name)
                ? new Params(list.stream()
                        .filter(p -> !p.name.equalsIgnoreCase(name))
                        .toList())
                : this;
    }

    /** As they are written, each with its semicolon. */
    @Override
    public String toString() {
        if (list.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        for (Param p : list) {
            text.append(';').append(p.name);
            if (p.value != null) {
                text.append('=').append(p.value);
            }
        }
        return text.toString();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Params params && params.list.equals(list);
    }

    @Override
    public int hashCode() {
        return list.hashCode();
    }
}
