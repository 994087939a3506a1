// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import java.time.DateTimeException;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * How the values of headers are read: each is one function, so that a {@link Header} knows what it has read already.
 */
final class HeaderValues {
    static final Function<String, List<Via>> VIAS = Via::parseList;
    static final Function<String, NameAddr> ADDRESS = NameAddr::parse;
    static final Function<String, List<NameAddr>> ADDRESSES = NameAddr::parseList;
    static final Function<String, CSeq> CSEQ = CSeq::parse;
    static final Function<String, RAck> RACK = RAck::parse;
    static final Function<String, SessionExpires> SESSION_EXPIRES = SessionExpires::parse;
    static final Function<String, ZonedDateTime> DATE = HeaderValues::date;
    static final Function<String, List<String>> LIST = HeaderValues::split;
    static final Function<String, String> CALL_ID = HeaderValues::callId;
    static final Function<String, Integer> HOPS = text -> number(text, "a hop count", 255);
    static final Function<String, Integer> RSEQ = text -> number(text, "an RSeq number", Integer.MAX_VALUE);
    /** Seconds, and whatever parameters or comment may follow. */
    static final Function<String, Integer> SECONDS = HeaderValues::seconds;

    private HeaderValues() {}

    /** The values between the commas that stand outside of quotes and angle brackets; empty ones are left out. */
    private static List<String> split(String text) {
        List<String> values = new ArrayList<>(4);
        int from = 0;
        boolean quoted = false;
        boolean bracketed = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == '<' || c == '>')) {
                bracketed = c == '<';
            } else if (c == ',' && !quoted && !bracketed) {
                addTrimmed(text, from, i, values);
                from = i + 1;
            }
        }
        addTrimmed(text, from, text.length(), values);
        return List.copyOf(values);
    }

    private static void addTrimmed(String text, int from, int to, List<String> values) {
        String value = Text.trim(text.substring(from, to));
        if (!value.isEmpty()) {
            values.add(value);
        }
    }

    static String join(List<?> values) {
        StringBuilder text = new StringBuilder();
        for (Object value : values) {
            text.append(text.isEmpty() ? "" : ", ").append(value);
        }
        return text.toString();
    }

    private static int number(String text, String what, int max) {
        Cursor in = new Cursor(text);
        int number = in.number(what, max);
        in.expectEnd(what);
        return number;
    }

    private static int seconds(String text) {
        Cursor in = new Cursor(text);
        int seconds = in.seconds();
        in.skipBlanks();
        if (!in.atEnd() && in.peek() != ';' && in.peek() != '(') {
            throw in.error("expected nothing more after the seconds");
        }
        return seconds;
    }

    /** Wider than RFC 3261's {@code callid}: it must only stay one word, since it is a key and is written again as it is. */
    private static String callId(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) <= ' ' || text.charAt(i) == 0x7f) {
                throw SipParseException.value(i, "a Call-ID must not contain " + Text.show(text.charAt(i)));
            }
        }
        if (text.isEmpty()) {
            throw SipParseException.value(0, "expected a Call-ID, found the end");
        }
        return text;
    }

    private static ZonedDateTime date(String text) {
        if (!text.endsWith(" GMT")) {
            throw SipParseException.value(0, "expected a date in GMT, found " + Text.show(text));
        }
        try {
            return ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
        } catch (DateTimeException e) {
            throw SipParseException.value(0, "expected a date as RFC 1123 writes it, found " + Text.show(text));
        }
    }

    static String withoutParams(String value) {
        int semicolon = value.indexOf(';');
        String bare = semicolon < 0 ? value : value.substring(0, semicolon);
        return Text.trim(bare).toLowerCase(Locale.ROOT);
    }

    /** The media type in a Content-Type: in lower case, without parameters, and without the white space that may be around its slash. */
    static String mediaType(String contentType) {
        String bare = withoutParams(contentType);
        int slash = bare.indexOf('/');
        boolean hasBlanks = bare.indexOf(' ') >= 0 || bare.indexOf('\t') >= 0;
        return slash < 0 || !hasBlanks
                ? bare
                : Text.trim(bare.substring(0, slash)) + '/' + Text.trim(bare.substring(slash + 1));
    }
}
