// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import org.jspecify.annotations.Nullable;

/**
 * A SIP or SIPS URI (RFC 3261 §19.1): {@code sip:user:password@host:port;params?headers}.
 *
 * @param secure whether the scheme is sips
 * @param rawUser the user part as written, escapes included; null where there is no {@code @}
 * @param password as written, or null
 * @param host name, IPv4 address, or IPv6 address in its brackets; in lower case as written
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

    /** A URI with only a user (which is escaped as needed), a host and a port; -1 for no port. */
    public static SipUri of(@Nullable String user, String host, int port) {
        String escaped = user == null || user.isEmpty() ? null : Escapes.encodeUser(user);
        return new SipUri(false, escaped, null, host, port, Params.NONE, "");
    }

    /** The URI in this text. Throws {@link SipParseException} if it is not a sip or sips URI. */
    public static SipUri parse(String text) {
        if (Uri.parse(text) instanceof SipUri sip) {
            return sip;
        }
        throw new SipParseException(
                SipParseException.Layer.HEADER, null, 0, 416, "expected a sip or sips URI, found \"" + text + "\"");
    }

    static SipUri parse(String scheme, String text, int from) {
        int at = text.indexOf('@', from);
        if (at >= 0 && text.indexOf('@', at + 1) >= 0) {
            throw SipParseException.value(text.indexOf('@', at + 1), "a second '@', expected %40");
        }
        String user = null;
        String password = null;
        if (at >= 0) {
            String userInfo = text.substring(from, at);
            int colon = userInfo.indexOf(':');
            user = colon < 0 ? userInfo : userInfo.substring(0, colon);
            password = colon < 0 ? null : userInfo.substring(colon + 1);
            if (user.isEmpty()) {
                throw SipParseException.value(from, "expected a user before '@'");
            }
            Escapes.decode(user, from);
        }
        Cursor in = new Cursor(text);
        in.advanceTo(at >= 0 ? at + 1 : from);
        String host = in.host();
        int port = in.skip(':') ? in.digits("a port", 65_535) : -1;
        Params params = Params.parse(in);
        String headers = in.skip('?') ? in.rest() : "";
        in.expectEnd("a SIP URI");
        return new SipUri(scheme.equals("sips"), user, password, host, port, params, headers);
    }

    @Override
    public String scheme() {
        return secure ? "sips" : "sip";
    }

    @Override
    public String user() {
        return rawUser == null ? "" : Escapes.decode(rawUser, 0);
    }

    /** The host without the brackets of an IPv6 address. */
    public String address() {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** The transport parameter in lower case, or null if there is none. */
    public @Nullable String transport() {
        String transport = params.get("transport");
        return transport == null ? null : transport.toLowerCase(java.util.Locale.ROOT);
    }

    /** Whether the URI asks for loose routing (RFC 3261 §16.12). */
    public boolean isLooseRouting() {
        return params.has("lr");
    }

    /** This URI with another user, which is escaped as needed. */
    public SipUri withUser(@Nullable String newUser) {
        SipUri named = of(newUser, host, port);
        return new SipUri(secure, named.rawUser, null, host, port, params, headers);
    }

    /** This URI with another host and port; -1 for no port. */
    public SipUri withHostPort(String newHost, int newPort) {
        return new SipUri(secure, rawUser, password, newHost, newPort, params, headers);
    }

    /** This URI with one parameter set; a null value makes a flag. */
    public SipUri withParam(String name, @Nullable String value) {
        return new SipUri(secure, rawUser, password, host, port, params.with(name, value), headers);
    }

    /** This URI without the headers behind its question mark. */
    public SipUri withoutHeaders() {
        return headers.isEmpty() ? this : new SipUri(secure, rawUser, password, host, port, params, "");
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
        if (port >= 0) {
            text.append(':').append(port);
        }
        text.append(params);
        if (!headers.isEmpty()) {
            text.append('?').append(headers);
        }
        return text.toString();
    }
}
