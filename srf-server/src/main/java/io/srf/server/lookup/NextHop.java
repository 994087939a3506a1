// SPDX-License-Identifier: Apache-2.0
package io.srf.server.lookup;

import io.srf.server.transport.Protocol;
import io.srf.sip.SipUri;
import io.srf.sip.Uri;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where a URI leads, as far as the URI itself says (RFC 3263 §4.1, §4.2).
 *
 * @param host name or IP address without brackets
 * @param port 1 to 65535, or -1 where none is named
 * @param transport the transport protocol that is named; null where none is
 * @param secure whether only TLS may be used
 * @param outbound whether who is there wants to be reached by the connection that it has opened, and by no other ({@code ob}, RFC 5626 §4.3)
 */
public record NextHop(String host, int port, @Nullable Protocol transport, boolean secure, boolean outbound) {
    /**
     * The hop that this URI asks for.
     *
     * @throws IllegalArgumentException if the engine cannot go there; the message is for the application that asked
     */
    public static NextHop of(Uri uri) {
        if (!(uri instanceof SipUri sip)) {
            throw new IllegalArgumentException("invalid request-uri: " + uri);
        }
        String maddr = sip.params().get("maddr");
        String host = maddr == null || maddr.isEmpty() ? sip.address() : maddr;
        return new NextHop(host, sip.port(), transport(sip), sip.secure(), sip.isOutbound());
    }

    /** The protocol that is used where DNS says nothing. */
    public Protocol protocol() {
        if (transport != null) {
            return transport;
        }
        return secure ? Protocol.TLS : Protocol.UDP;
    }

    /** The port that is used where DNS says nothing. */
    public int portOrDefault() {
        return port > 0 ? port : protocol().defaultPort();
    }

    /** The address that the host is; null if it is a name. */
    public @Nullable InetAddress literal() {
        return HostNames.literal(host);
    }

    /** The one target that there is if the host is an address; null if it is a name. */
    public @Nullable Target target() {
        InetAddress literal = literal();
        return literal == null ? null : new Target(protocol(), new InetSocketAddress(literal, portOrDefault()));
    }

    private static @Nullable Protocol transport(SipUri uri) {
        String transport = uri.transport();
        if (transport == null) {
            return null;
        }
        return switch (transport) {
            case "udp" -> uri.secure() ? none() : Protocol.UDP;
            case "tcp" -> uri.secure() ? Protocol.TLS : Protocol.TCP;
            case "tls" -> Protocol.TLS;
            case "ws" -> uri.secure() ? Protocol.WSS : Protocol.WS;
            case "wss" -> Protocol.WSS;
            default -> none();
        };
    }

    private static Protocol none() {
        throw new IllegalArgumentException("requested protocol/transport not available");
    }
}
