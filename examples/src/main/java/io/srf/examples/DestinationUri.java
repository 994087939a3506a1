// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import io.srf.server.transport.ListenAddress;
import io.srf.server.transport.Network.ListenPoint;
import io.srf.sip.SipParseException;
import io.srf.sip.SipUri;
import java.util.List;
import java.util.Locale;

/**
 * The SIP URI of whom callers are connected to, from a command line.
 *
 * @param uri as it was written
 */
record DestinationUri(SipUri uri) {
    private static final int PORT = 5060;
    private static final int SECURE_PORT = 5061;

    /** Throws {@link IllegalArgumentException} if this is no SIP URI. */
    static DestinationUri parse(String text) {
        try {
            return new DestinationUri(SipUri.parse(text));
        } catch (SipParseException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a SIP URI such as sip:127.0.0.1:5080: " + e.problem(), e);
        }
    }

    /** Throws {@link IllegalArgumentException} if it asks for a transport that nothing listens with: requests leave from where we listen. */
    void requireTransport(List<ListenAddress> listen) {
        String wanted = transport();
        if (!wanted.isEmpty()
                && listen.stream().noneMatch(at -> at.protocol().lower().equals(wanted))) {
            throw new IllegalArgumentException(
                    "'" + uri + "' is reached by " + wanted + ", and --listen has no " + wanted
                            + " (expected such as --listen " + listen.getFirst() + ',' + wanted + ":0.0.0.0:"
                            + defaultPort() + ')');
        }
    }

    /** Throws {@link IllegalArgumentException} if it is one of these, so that each call would come back. */
    void requireElsewhere(List<ListenPoint> here) {
        int port = uri.port() > 0 ? uri.port() : defaultPort();
        if (here.stream().anyMatch(point -> point.isAt(uri.address(), port))) {
            throw new IllegalArgumentException("'" + uri + "' is this process itself: calls would come back for ever");
        }
    }

    private int defaultPort() {
        return uri.secure() ? SECURE_PORT : PORT;
    }

    /** "" for any. */
    private String transport() {
        String asked = uri.params().get("transport");
        String transport = asked == null ? "" : asked.toLowerCase(Locale.ROOT);
        if (uri.secure()) {
            return transport.equals("ws") ? "wss" : "tls";
        }
        return transport;
    }
}
