// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A SIP or SIPS URI (RFC 3261 §19.1): {@code sip:user:password@host:port;params?headers}.
 *
 * <p>Equal URIs are written with the same text; {@link #isEquivalentTo} compares what they mean.
 *
 * @param secure whether the scheme is sips
 * @param rawUser the user part as written, escapes included; null where there is no {@code @}
 * @param password as written, or null
 * @param host name, IPv4 address, or IPv6 address in its brackets, as written
 * @param port 1 to 65535, or -1 where none was written
 * @param params transport, user, lr and others
 * @param headers what follows the question mark, escapes included; "" if nothing does
 */
public record SipUri(
        boolean secure,
        @Nullable String rawUser,
        @Nullable String password,
        String host,
        int port,
        Params params,
        String headers)
        implements Uri {

    /** Checks that it can be written. Throws {@link IllegalArgumentException} for parts that would not be read back as they were given. */
    public SipUri {
        checkPart("user", rawUser, "@:");
        checkPart("password", password, "@");
        checkPart("headers", headers, "@");
        if (rawUser != null ? rawUser.isEmpty() || Escapes.findBad(rawUser) >= 0 : password != null) {
            throw new IllegalArgumentException("expected a user with two hex digits after each %");
        }
        Hosts.check(host, port);
        params = params.asUri();
    }

    private static void checkPart(String what, @Nullable String part, String forbidden) {
        for (int i = 0; part != null && i < part.length(); i++) {
            char c = part.charAt(i);
            if (forbidden.indexOf(c) >= 0 || (!Chars.isUri(c) && (c < 0x80 || Character.isISOControl(c)))) {
                throw new IllegalArgumentException("the " + what + " of a URI must not contain " + Text.show(c));
            }
        }
    }

    /**
     * A URI with only a user (which is escaped as needed), a host and a port.
     *
     * @param user null or "" for none
     * @param host an IPv6 address may stand without its brackets
     * @param port -1 for none
     */
    public static SipUri of(@Nullable String user, String host, int port) {
        return new SipUri(false, escaped(user), null, Hosts.bracketed(host), port, Params.NONE, "");
    }

    private static @Nullable String escaped(@Nullable String user) {
        return user == null || user.isEmpty() ? null : Escapes.encodeUser(user);
    }

    /** The URI in this text. Throws {@link SipParseException} if it is not a sip or sips URI. */
    public static SipUri parse(String text) {
        if (Uri.parse(text) instanceof SipUri sip) {
            return sip;
        }
        throw new SipParseException(
                SipParseException.Layer.HEADER, null, 0, 416, "expected a sip or sips URI, found " + Text.show(text));
    }

    /** Reads what follows the scheme; {@code text} holds no character that no URI may hold. */
    static SipUri parse(boolean secure, String text, int from) {
        int at = text.indexOf('@', from);
        if (at >= 0 && text.indexOf('@', at + 1) >= 0) {
            throw SipParseException.value(text.indexOf('@', at + 1), "a second '@', expected %40");
        }
        String user = null;
        String password = null;
        if (at >= 0) {
            int colon = text.indexOf(':', from);
            int userEnd = colon >= 0 && colon < at ? colon : at;
            if (userEnd == from) {
                throw SipParseException.value(from, "expected a user before '@'");
            }
            user = text.substring(from, userEnd);
            if (Escapes.findBad(user) >= 0) {
                throw SipParseException.value(from + Escapes.findBad(user), "expected two hex digits after %");
            }
            password = userEnd < at ? text.substring(userEnd + 1, at) : null;
        }
        Cursor in = new Cursor(text);
        in.moveTo(at >= 0 ? at + 1 : from);
        String host = in.host();
        int port = in.port();
        Params params = Params.parseInUri(in);
        String headers = in.skip('?') ? in.rest() : "";
        in.expectEnd("a SIP URI");
        return new SipUri(secure, user, password, host, port, params, headers);
    }

    @Override
    public String scheme() {
        return secure ? "sips" : "sip";
    }

    @Override
    public String user() {
        return rawUser == null ? "" : Escapes.decode(rawUser);
    }

    /** The host without the brackets of an IPv6 address. */
    public String address() {
        return Hosts.unbracketed(host);
    }

    /** The transport parameter in lower case, or null if there is none. */
    public @Nullable String transport() {
        String transport = params.get("transport");
        return transport == null ? null : transport.toLowerCase(Locale.ROOT);
    }

    /** Whether the URI asks for loose routing (RFC 3261 §16.12). */
    public boolean isLooseRouting() {
        return params.has("lr");
    }

    /** Whether who is at the URI wants to be reached by the connection that it has opened, and by no other (RFC 5626 §4.3). */
    public boolean isOutbound() {
        return params.has("ob");
    }

    /**
     * Whether both lead to the same place by the rules of RFC 3261 §19.1.4: escapes, the case of all but the user, and the order of
     * parameters and headers do not matter. Not transitive, hence not {@code equals}.
     */
    public boolean isEquivalentTo(SipUri other) {
        return UriEquivalence.holds(this, other);
    }

    /** This URI with another user, which is escaped as needed, and without a password; null or "" for none. */
    public SipUri withUser(@Nullable String newUser) {
        return new SipUri(secure, escaped(newUser), null, host, port, params, headers);
    }

    /** This URI with another host and port; an IPv6 address may stand without its brackets, -1 is no port. */
    public SipUri withHostPort(String newHost, int newPort) {
        return new SipUri(secure, rawUser, password, Hosts.bracketed(newHost), newPort, params, headers);
    }

    /** This URI with one parameter set, escaped as needed; a null value makes a flag. See {@link Params#with}. */
    public SipUri withParam(String name, @Nullable String value) {
        return withParams(params.with(name, value));
    }

    /** This URI with other parameters. */
    public SipUri withParams(Params newParams) {
        return new SipUri(secure, rawUser, password, host, port, newParams, headers);
    }

    /** This URI without the headers behind its question mark. */
    public SipUri withoutHeaders() {
        return headers.isEmpty() ? this : new SipUri(secure, rawUser, password, host, port, params, "");
    }

    @Override
    public SipUri asRequestUri() {
        boolean may = headers.isEmpty() && !params.has("method");
        return may ? this : new SipUri(secure, rawUser, password, host, port, params.without("method"), "");
    }

    /** This URI as a sips URI. */
    public SipUri secured() {
        return new SipUri(true, rawUser, password, host, port, params, headers);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(48).append(secure ? "sips:" : "sip:");
        if (rawUser != null) {
            text.append(rawUser);
            if (password != null) {
                text.append(':').append(password);
            }
            text.append('@');
        }
        text.append(host);
        if (port != Hosts.NO_PORT) {
            text.append(':').append(port);
        }
        params.appendTo(text);
        if (!headers.isEmpty()) {
            text.append('?').append(headers);
        }
        return text.toString();
    }
}
