// SPDX-License-Identifier: Apache-2.0
package io.srf.flight;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One line of JSON: an object without objects in it (RFC 8259).
 *
 * <p>All there is to JSON in a file of a call; so the engine needs no JSON library to write one.
 */
final class JsonLine {
    private static final int HEX_DIGITS = 4;
    private static final int HEX = 16;

    private final String line;
    private int at;

    private JsonLine(String line) {
        this.line = line;
    }

    /** Writes an object; numbers as such, everything else as strings. */
    static String write(Map<String, ?> fields) {
        StringBuilder out = new StringBuilder("{");
        fields.forEach((name, value) -> {
            quote(out.append(out.length() > 1 ? "," : ""), name);
            out.append(':');
            if (value instanceof Number) {
                out.append(value);
            } else {
                quote(out, value.toString());
            }
        });
        return out.append('}').toString();
    }

    private static void quote(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\r' -> out.append("\\r");
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ' || Character.isSurrogate(c)) {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    /**
     * Reads an object; values that are no strings as they are written.
     *
     * @throws IllegalArgumentException if it is not such an object; the message says where
     */
    static Map<String, String> read(String line) {
        return new JsonLine(line).object();
    }

    private Map<String, String> object() {
        Map<String, String> fields = new LinkedHashMap<>();
        expect('{');
        if (peek() != '}') {
            field(fields);
            while (peek() == ',') {
                at++;
                field(fields);
            }
        }
        expect('}');
        if (peek() != 0) {
            throw error("the end of the line");
        }
        return fields;
    }

    private void field(Map<String, String> fields) {
        peek();
        String name = string();
        expect(':');
        fields.put(name, peek() == '"' ? string() : word());
    }

    private String string() {
        expect('"');
        StringBuilder text = new StringBuilder();
        while (at < line.length() && line.charAt(at) != '"') {
            char c = line.charAt(at++);
            text.append(c == '\\' ? escaped() : c);
        }
        expect('"');
        return text.toString();
    }

    private char escaped() {
        char c = at < line.length() ? line.charAt(at++) : 0;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw error("an escape such as \\n");
        };
    }

    private char unicode() {
        int code = 0;
        for (int i = 0; i < HEX_DIGITS; i++) {
            int digit = at < line.length() ? Character.digit(line.charAt(at), HEX) : -1;
            if (digit < 0) {
                throw error("four hexadecimal digits");
            }
            code = code * HEX + digit;
            at++;
        }
        return (char) code;
    }

    /** A number, true, false or null. */
    private String word() {
        int from = at;
        while (at < line.length()
                && (Character.isLetterOrDigit(line.charAt(at)) || "+-.".indexOf(line.charAt(at)) >= 0)) {
            at++;
        }
        if (at == from) {
            throw error("a string or a number");
        }
        return line.substring(from, at);
    }

    /** The next character that is not a blank; 0 at the end. */
    private char peek() {
        while (at < line.length() && " \t\r\n".indexOf(line.charAt(at)) >= 0) {
            at++;
        }
        return at < line.length() ? line.charAt(at) : 0;
    }

    private void expect(char wanted) {
        if ((wanted == '"' ? at < line.length() ? line.charAt(at) : 0 : peek()) != wanted) {
            throw error("'" + wanted + "'");
        }
        at++;
    }

    private IllegalArgumentException error(String expected) {
        return new IllegalArgumentException("column " + (at + 1) + ": expected " + expected);
    }
}
