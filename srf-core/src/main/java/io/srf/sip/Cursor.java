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

    void moveTo(int offset) {
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

    /** Steps over these characters, in any case, and the blanks behind them. */
    void expect(String characters) {
        if (!text.regionMatches(true, at, characters, 0, characters.length())) {
            throw error("expected " + characters);
        }
        at += characters.length();
        skipBlanks();
    }

    void expectEnd(String after) {
        skipBlanks();
        if (!atEnd()) {
            throw error("expected nothing more after " + after);
        }
    }

    SipParseException error(String problem) {
        return SipParseException.value(at, problem + ", found " + (atEnd() ? "the end" : Text.show(text.charAt(at))));
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

    /** A parameter's name or unquoted value; may be empty. */
    String param() {
        int from = at;
        while (at < text.length() && Chars.isParam(text.charAt(at))) {
            at++;
        }
        return text.substring(from, at);
    }

    /** A parameter's name: the same without an equals sign, and not empty. */
    String paramName() {
        int from = at;
        while (at < text.length() && Chars.isParam(text.charAt(at)) && text.charAt(at) != '=') {
            at++;
        }
        if (at == from) {
            throw error("expected a parameter name");
        }
        return text.substring(from, at);
    }

    /** A quoted string with its quotes and escapes as written. */
    String quotedString() {
        int from = at;
        expect('"');
        while (at < text.length()) {
            boolean escaped = skip('\\');
            int c = peek();
            if (c == '\r' || c == '\n' || (c == 0 && !escaped)) {
                throw error("expected a closing quote");
            }
            at++;
            if (c == '"' && !escaped) {
                return text.substring(from, at);
            }
        }
        at = from;
        throw error("expected a closing quote further on");
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

    /** A number of digits only, from 0 to {@code max}. */
    int number(String what, int max) {
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

    /** A number of seconds; one that an int cannot hold is the largest it can. */
    int seconds() {
        int from = at;
        long value = 0;
        while (at < text.length() && Chars.isDigit(text.charAt(at))) {
            value = Math.min(Integer.MAX_VALUE, value * 10 + (text.charAt(at++) - '0'));
        }
        if (at == from) {
            throw error("expected a number of seconds");
        }
        return (int) value;
    }

    /** A host name, an IPv4 address or an IPv6 address in brackets. */
    String host() {
        int from = at;
        at = Hosts.end(text, from);
        return text.substring(from, at);
    }

    /** The port behind a colon, or -1 where no colon is. */
    int port() {
        if (!skip(':')) {
            return Hosts.NO_PORT;
        }
        skipBlanks();
        int from = at;
        int port = number("a port", Hosts.MAX_PORT);
        if (port == 0) {
            at = from;
            throw error("expected a port from 1 to " + Hosts.MAX_PORT);
        }
        return port;
    }

    String rest() {
        String rest = text.substring(at);
        at = text.length();
        return rest;
    }
}
