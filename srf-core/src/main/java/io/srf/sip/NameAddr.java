// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An address as From, To, Contact, Route and their like carry it: {@code "Name" <uri>;params} (RFC 3261 §20.10).
 *
 * @param displayName without quotes; null where none was written
 * @param uri the address
 * @param params of the header, not of the URI
 */
public record NameAddr(@Nullable String displayName, Uri uri, Params params) {
    /** An address without name and parameters. */
    public static NameAddr of(Uri uri) {
        return new NameAddr(null, uri, Params.NONE);
    }

    /**
     * Reads exactly one address.
     *
     * @throws SipParseException if it is anything else
     */
    public static NameAddr parse(String text) {
        Cursor in = new Cursor(text);
        NameAddr address = parse(in);
        in.expectEnd("an address");
        return address;
    }

    /** Reads one or more addresses with commas between them. */
    public static List<NameAddr> parseList(String text) {
        Cursor in = new Cursor(text);
        List<NameAddr> list = new ArrayList<>(2);
        do {
            list.add(parse(in));
            in.skipBlanks();
        } while (in.skip(','));
        in.expectEnd("an address");
        return List.copyOf(list);
    }

    private static NameAddr parse(Cursor in) {
        in.skipBlanks();
        if (in.peek() == '"') {
            String name = Quoted.unquote(in.quotedString());
            in.skipBlanks();
            return bracketed(name, in);
        }
        int from = in.offset();
        String words = in.upToAny("<,;\"");
        if (in.peek() == '<') {
            in.advanceTo(from);
            return bracketed(displayWords(in), in);
        }
        String uri = words.strip();
        int question = uri.indexOf('?');
        if (question >= 0 && uri.indexOf('@', question) < 0) {
            throw SipParseException.value(from + question, "a URI with headers must stand in angle brackets");
        }
        return new NameAddr(null, uriAt(from, uri), Params.parse(in));
    }

    /** The unquoted words before an angle bracket, each a token; null if there are none. */
    private static @Nullable String displayWords(Cursor in) {
        int from = in.offset();
        StringBuilder name = new StringBuilder();
        while (in.peek() != '<') {
            if (!name.isEmpty()) {
                name.append(' ');
            }
            int start = in.offset();
            String word = in.upToAny("< \t");
            for (int i = 0; i < word.length(); i++) {
                if (!Chars.isToken(word.charAt(i)) && word.charAt(i) < 0x80) {
                    throw SipParseException.value(
                            start + i, "a display name with '" + word.charAt(i) + "' must stand in quotes");
                }
            }
            name.append(word);
            in.skipBlanks();
        }
        return in.offset() == from ? null : name.toString();
    }

    private static NameAddr bracketed(@Nullable String name, Cursor in) {
        in.expect('<');
        int from = in.offset();
        Uri uri = uriAt(from, in.upTo('>'));
        return new NameAddr(name, uri, Params.parse(in));
    }

    private static Uri uriAt(int offset, String text) {
        try {
            return Uri.parse(text);
        } catch (SipParseException e) {
            throw new SipParseException(
                    SipParseException.Layer.HEADER,
                    e.header(),
                    offset + Math.max(0, e.offset()),
                    400,
                    String.valueOf(e.getMessage()).replaceFirst("^header( at -?\\d+)?: ", ""));
        }
    }

    /** The tag parameter, or null if there is none. */
    public @Nullable String tag() {
        return params.get("tag");
    }

    /** This address with one parameter set; a null value makes a flag. */
    public NameAddr withParam(String name, @Nullable String value) {
        return new NameAddr(displayName, uri, params.with(name, value));
    }

    /** This address with a tag. */
    public NameAddr withTag(String tag) {
        return withParam("tag", tag);
    }

    /** This address with another URI. */
    public NameAddr withUri(Uri newUri) {
        return new NameAddr(displayName, newUri, params);
    }

    /** With the URI in angle brackets always, and the name in quotes. */
    @Override
    public String toString() {
        return (displayName == null || displayName.isEmpty() ? "" : Quoted.quote(displayName) + " ")
                + '<'
                + uri
                + '>'
                + params;
    }
}
