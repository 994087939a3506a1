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
    private static final int DEFAULT_PORT = 5060;

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
        return new NextHop(protocol(sip), host, sip.port() > 0 ? sip.port() : DEFAULT_PORT);
    }

    private static Protocol protocol(SipUri uri) {
        String transport = uri.transport();
        if (uri.secure()) {
            throw new RefusedException("requested protocol/transport not available");
        }
        return switch (transport == null ? "udp" : transport) {
            case "udp" -> Protocol.UDP;
            case "tcp" -> Protocol.TCP;
            default -> throw new RefusedException("requested protocol/transport not available");
        };
    }
}
