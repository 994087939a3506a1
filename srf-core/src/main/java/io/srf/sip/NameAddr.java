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
    private static final Recent<NameAddr> RECENT = new Recent<>(NameAddr::parseOne);

    /** Checks that it can be written. Throws {@link IllegalArgumentException} for a display name with CR or LF. */
    public NameAddr {
        if (displayName != null && (displayName.indexOf('\r') >= 0 || displayName.indexOf('\n') >= 0)) {
            throw new IllegalArgumentException("a display name must not contain CR or LF: " + Text.show(displayName));
        }
    }

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
        return RECENT.read(text);
    }

    private static NameAddr parseOne(String text) {
        Cursor in = new Cursor(text);
        NameAddr address = parse(in);
        in.expectEnd("an address");
        return address;
    }

    /**
     * Reads one or more addresses with commas between them.
     *
     * @throws SipParseException if it is anything else
     */
    public static List<NameAddr> parseList(String text) {
        Cursor in = new Cursor(text);
        NameAddr first = parse(in);
        if (in.atEnd()) {
            return List.of(first);
        }
        List<NameAddr> list = new ArrayList<>();
        list.add(first);
        while (in.skip(',')) {
            list.add(parse(in));
        }
        in.expectEnd("an address");
        return List.copyOf(list);
    }

    /** Reads one address and the blanks behind it. */
    private static NameAddr parse(Cursor in) {
        in.skipBlanks();
        int from = in.offset();
        String name = null;
        String words = "";
        if (in.peek() == '"') {
            name = Quoted.unquote(in.quotedString());
            in.skipBlanks();
        } else {
            words = in.upToAny("<,;\"");
        }
        Uri uri;
        if (name == null && in.peek() != '<') {
            uri = bareUri(words, from);
        } else {
            name = name == null ? displayWords(words, from) : name;
            in.expect('<');
            int start = in.offset();
            uri = UriReader.read(in.upTo('>'), start);
        }
        Params params = Params.parse(in).key("tag");
        in.skipBlanks();
        return new NameAddr(name, uri, params);
    }

    private static Uri bareUri(String words, int from) {
        String uri = Text.trim(words);
        int question = uri.indexOf('?');
        if (question >= 0) {
            throw SipParseException.value(from + question, "a URI with '?' must stand in angle brackets");
        }
        return UriReader.read(uri, from);
    }

    /** The unquoted words before an angle bracket, tokens with blanks between them; null if there are none. */
    private static @Nullable String displayWords(String words, int from) {
        for (int i = 0; i < words.length(); i++) {
            char c = words.charAt(i);
            if (!Chars.isToken(c) && !Chars.isBlank(c) && c < 0x80) {
                throw SipParseException.value(
                        from + i, "a display name with " + Text.show(c) + " must stand in quotes");
            }
        }
        String name = Text.trim(words);
        return name.isEmpty() ? null : name;
    }

    /** The tag parameter, or null if there is none. */
    public @Nullable String tag() {
        return params.get("tag");
    }

    /** This address with one parameter set; a null value makes a flag. See {@link Params#with}. */
    public NameAddr withParam(String name, @Nullable String value) {
        return new NameAddr(displayName, uri, params.with(name, value));
    }

    /** This address with a tag. Throws {@link IllegalArgumentException} if it is empty. */
    public NameAddr withTag(String tag) {
        if (tag.isEmpty()) {
            throw new IllegalArgumentException("expected a tag, found \"\"");
        }
        return withParam("tag", tag);
    }

    /** This address with another URI. */
    public NameAddr withUri(Uri newUri) {
        return new NameAddr(displayName, newUri, params);
    }

    /** This address with another display name; null for none. */
    public NameAddr withDisplayName(@Nullable String newName) {
        return new NameAddr(newName, uri, params);
    }

    /** With the URI in angle brackets always, and the name in quotes. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(80);
        if (displayName != null && !displayName.isEmpty()) {
            text.append(Quoted.quote(displayName)).append(' ');
        }
        return params.appendTo(text.append('<').append(uri).append('>')).toString();
    }
}
