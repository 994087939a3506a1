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
 * @param port the sent-by port, or -1 where none was written
 * @param params branch, received, rport and others
 */
public record Via(String transport, String host, int port, Params params) {
    /** How a branch begins that is unique for its transaction (RFC 3261 §8.1.1.7). */
    public static final String MAGIC_COOKIE = "z9hG4bK";

    /** Reads one Via header's value, which may hold several hops with commas between them. */
    public static List<Via> parseList(String text) {
        Cursor in = new Cursor(text);
        List<Via> hops = new ArrayList<>(1);
        do {
            hops.add(parse(in));
            in.skipBlanks();
        } while (in.skip(','));
        in.expectEnd("a Via");
        return List.copyOf(hops);
    }

    private static Via parse(Cursor in) {
        in.skipBlanks();
        int start = in.offset();
        String protocol = in.token("a protocol name");
        slash(in);
        String version = in.token("a protocol version");
        if (!protocol.equalsIgnoreCase("SIP") || !version.equals("2.0")) {
            throw SipParseException.value(start, "expected SIP/2.0, found " + protocol + "/" + version);
        }
        slash(in);
        String transport = in.token("a transport").toUpperCase(Locale.ROOT);
        in.skipBlanks();
        String host = in.host();
        in.skipBlanks();
        int port = -1;
        if (in.skip(':')) {
            in.skipBlanks();
            port = in.digits("a port", 65_535);
        }
        return new Via(transport, host, port, Params.parse(in));
    }

    private static void slash(Cursor in) {
        in.skipBlanks();
        in.expect('/');
        in.skipBlanks();
    }

    /** The branch, or null if there is none. */
    public @Nullable String branch() {
        return params.get("branch");
    }

    /** The address that a server saw the request come from, or null. */
    public @Nullable String received() {
        return params.get("received");
    }

    /** The port in rport: -1 if the parameter is absent or has no value yet (RFC 3581). */
    public int rport() {
        String value = params.get("rport");
        if (value == null
                || value.isEmpty()
                || value.length() > 5
                || !value.chars().allMatch(Chars::isDigit)) {
            return -1;
        }
        return Integer.parseInt(value);
    }

    /** The sent-by port, or what the transport's default is. */
    public int portOrDefault() {
        return port >= 0 ? port : transport.equals("TLS") || transport.equals("WSS") ? 5061 : 5060;
    }

    /** This hop with one parameter set; a null value makes a flag. */
    public Via withParam(String name, @Nullable String value) {
        return new Via(transport, host, port, params.with(name, value));
    }

    @Override
    public String toString() {
        return "SIP/2.0/" + transport + ' ' + host + (port < 0 ? "" : ":" + port) + params;
    }
}
