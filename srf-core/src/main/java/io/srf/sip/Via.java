// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One hop of a message's way: {@code SIP/2.0/UDP host:port;branch=…} (RFC 3261 §20.42).
 *
 * @param transport in upper case
 * @param host the sent-by host, an IPv6 address in its brackets
 * @param port the sent-by port, 1 to 65535, or -1 where none was written
 * @param params branch, received, rport and others
 */
public record Via(String transport, String host, int port, Params params) {
    /** How a branch begins that is unique for its transaction (RFC 3261 §8.1.1.7). */
    public static final String MAGIC_COOKIE = "z9hG4bK";

    private static final int SIP_PORT = 5060;
    private static final int SIPS_PORT = 5061;
    private static final int WS_PORT = 80;
    private static final int WSS_PORT = 443;

    /**
     * Checks that it can be written, and brings the transport into upper case. Throws {@link IllegalArgumentException} for a transport that is
     * no token, a host that is none, or a port out of range.
     */
    public Via {
        transport = transport.toUpperCase(Locale.ROOT);
        if (!Chars.isToken(transport)) {
            throw new IllegalArgumentException("not a transport: " + Text.show(transport) + ", expected a token");
        }
        Hosts.check(host, port);
    }

    /** Reads one Via header's value, which may hold several hops with commas between them. */
    public static List<Via> parseList(String text) {
        Cursor in = new Cursor(text);
        Via first = parse(in);
        if (in.atEnd()) {
            return List.of(first);
        }
        List<Via> hops = new ArrayList<>();
        hops.add(first);
        while (in.skip(',')) {
            hops.add(parse(in));
        }
        in.expectEnd("a Via");
        return List.copyOf(hops);
    }

    /** Reads one hop and the blanks behind it. */
    private static Via parse(Cursor in) {
        in.skipBlanks();
        in.expect("SIP");
        in.expect("/");
        in.expect("2.0");
        in.expect("/");
        String transport = in.token("a transport");
        in.skipBlanks();
        String host = in.host();
        in.skipBlanks();
        int port = in.port();
        Params params = Params.parse(in).key("branch");
        in.skipBlanks();
        return new Via(transport, host, port, params);
    }

    /** The branch, or null if there is none. */
    public @Nullable String branch() {
        return params.get("branch");
    }

    /** The sent-by host without the brackets of an IPv6 address. */
    public String address() {
        return Hosts.unbracketed(host);
    }

    /** The address that a server saw the request come from, or null. */
    public @Nullable String received() {
        return params.get("received");
    }

    /** The port in rport: -1 if the parameter is absent or has no value yet (RFC 3581). */
    public int rport() {
        String value = params.get("rport");
        if (value == null || value.isEmpty()) {
            return Hosts.NO_PORT;
        }
        try {
            Cursor in = new Cursor(value);
            int port = in.number("a port", Hosts.MAX_PORT);
            return in.atEnd() && port > 0 ? port : Hosts.NO_PORT;
        } catch (SipParseException e) {
            return Hosts.NO_PORT;
        }
    }

    /** The sent-by port, or what the transport's default is (RFC 3261 §18.2.2, RFC 7118 §8). */
    public int portOrDefault() {
        if (port != Hosts.NO_PORT) {
            return port;
        }
        return switch (transport) {
            case "TLS" -> SIPS_PORT;
            case "WS" -> WS_PORT;
            case "WSS" -> WSS_PORT;
            default -> SIP_PORT;
        };
    }

    /** This hop with one parameter set; a null value makes a flag. See {@link Params#with}. */
    public Via withParam(String name, @Nullable String value) {
        return new Via(transport, host, port, params.with(name, value));
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(80)
                .append("SIP/2.0/")
                .append(transport)
                .append(' ')
                .append(host);
        if (port != Hosts.NO_PORT) {
            text.append(':').append(port);
        }
        return params.appendTo(text).toString();
    }
}
