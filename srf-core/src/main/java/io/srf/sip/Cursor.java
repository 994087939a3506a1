// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

/** A place in a header's value, and the ways to read on from it. */
final class Cursor {
    private final String text;
    private int at;

    Cursor(String text) {
        this.text = text;
    }

    /** The next character, or -1 at the end. */
    int peek() {
        return at < text.length() ? text.charAt(at) : -1;
    }

    void advanceTo(int offset) {
        at = offset;
    }

    int offset() {
        return at;
    }

    boolean atEnd() {
        return at >= text.length();
    }

    void skipBlanks() {
        while (at < text.length() && Chars.isBlank(text.charAt(at))) {
            at++;
        }
    }

    /** Steps over this character if it is next. */
    boolean skip(char c) {
        if (peek() != c) {
            return false;
        }
        at++;
        return true;
    }

    void expect(char c) {
        if (!skip(c)) {
            throw error("expected '" + c + "'");
        }
    }

    void expectEnd(String after) {
        skipBlanks();
        if (!atEnd()) {
            throw error("expected nothing more after " + after);
        }
    }

    SipParseException error(String problem) {
        String found = atEnd() ? "the end" : "'" + text.charAt(at) + "'";
        return SipParseException.value(at, problem + ", found " + found);
    }

    String token(String what) {
        int from = at;
        while (at < text.length() && Chars.isToken(text.charAt(at))) {
            at++;
        }
        if (at == from) {
            throw error("expected " + what);
        }
        return text.substring(from, at);
    }

    /** A parameter's name: a token, or the characters that URI parameters allow beside them (RFC 3261 paramchar). */
    String paramName() {
        return paramText("a parameter name");
    }

    /** A parameter's unquoted value: a token, a host with its port or brackets, or paramchars; may be empty. */
    String paramValue() {
        if (atEnd() || peek() == ';' || peek() == ',') {
            return "";
        }
        return paramText("a parameter value");
    }

    private String paramText(String what) {
        int from = at;
        while (at < text.length() && isParam(text.charAt(at))) {
            at++;
        }
        if (at == from) {
            throw error("expected " + what);
        }
        return text.substring(from, at);
    }

    private static boolean isParam(char c) {
        return Chars.isToken(c) || "[]/:&+$()@^{}|#".indexOf(c) >= 0 || c >= 0x80;
    }

    /** A quoted string with its quotes and escapes as written. */
    String quotedString() {
        int from = at;
        expect('"');
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '\\') {
                at++;
            } else if (c == '"') {
                return text.substring(from, at);
            }
        }
        at = from;
        throw error("expected a closing quote");
    }

    /** Everything up to this character, which is stepped over. */
    String upTo(char end) {
        int to = text.indexOf(end, at);
        if (to < 0) {
            throw error("expected a '" + end + "' further on");
        }
        String found = text.substring(at, to);
        at = to + 1;
        return found;
    }

    /** Everything up to the first of these characters or the end, which is not stepped over. */
    String upToAny(String ends) {
        int from = at;
        while (at < text.length() && ends.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(from, at);
    }

    int digits(String what, int max) {
        int from = at;
        long value = 0;
        while (at < text.length() && Chars.isDigit(text.charAt(at))) {
            value = value * 10 + (text.charAt(at++) - '0');
            if (value > max) {
                throw SipParseException.value(from, what + " is too large, expected: ≤ " + max);
            }
        }
        if (at == from) {
            throw error("expected " + what);
        }
        return (int) value;
    }

    /** A host name, an IPv4 address or an IPv6 address in brackets. */
    String host() {
        int from = at;
        if (skip('[')) {
            while (Chars.isHex(peek()) || peek() == ':' || peek() == '.') {
                at++;
            }
            expect(']');
            if (at - from < 4) {
                at = from;
                throw error("expected an IPv6 address");
            }
        } else {
            while (Chars.isAlpha(peek()) || Chars.isDigit(peek()) || "-._".indexOf(peek()) >= 0) {
                at++;
            }
            if (at == from) {
                throw error("expected a host");
            }
        }
        return text.substring(from, at);
    }

    String rest() {
        String rest = text.substring(at);
        at = text.length();
        return rest;
    }
}
