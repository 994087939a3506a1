// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.srf.server.transport.Protocol;
import io.srf.sip.SipUri;
import io.srf.sip.Uri;

/**
 * Where a URI leads: a host, a port and how to speak to it (RFC 3263 §4, without DNS).
 *
 * @param protocol the transport protocol
 * @param host name or IP address without brackets
 * @param port 1 to 65535
 */
record NextHop(Protocol protocol, String host, int port) {
    /**
     * The hop that this URI asks for.
     *
     * @throws RefusedException if the engine cannot go there
     */
    static NextHop of(Uri uri) {
        if (!(uri instanceof SipUri sip)) {
            throw new RefusedException("invalid request-uri: " + uri);
        }
        String maddr = sip.params().get("maddr");
        String host = maddr == null || maddr.isEmpty() ? sip.address() : maddr;
        Protocol protocol = protocol(sip);
        return new NextHop(protocol, host, sip.port() > 0 ? sip.port() : protocol.defaultPort());
    }

    private static Protocol protocol(SipUri uri) {
        String transport = uri.transport();
        if (transport == null) {
            return uri.secure() ? Protocol.TLS : Protocol.UDP;
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
        throw new RefusedException("requested protocol/transport not available");
    }
}
