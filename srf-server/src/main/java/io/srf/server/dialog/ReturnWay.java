// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.srf.server.lookup.NextHop;
import io.srf.server.transport.Flow;
import io.srf.server.transport.Protocol;
import java.net.InetAddress;

/**
 * Says when a peer is to be reached by the way on which it was heard, whatever its URI says: because it cannot be reached
 * otherwise, behind a NAT or in a browser, or because there is a connection already (RFC 5626 §5.3, RFC 7118 §5.5, RFC 5923).
 */
final class ReturnWay {
    /** Hosts of browsers, which have no address (RFC 7118 §5.5, RFC 2606 §2). */
    private static final String NOWHERE = ".invalid";

    private ReturnWay() {}

    /** Whether what leads to this hop is to go where the peer was heard. */
    static boolean isBetter(Flow heardOn, NextHop hop) {
        if (hop.protocol().isSecure() && !heardOn.protocol().isSecure()) {
            return false;
        }
        boolean sameKind = heardOn.protocol().isReliable() == hop.protocol().isReliable();
        if (heardOn.protocol().isWebSocket() && hop.protocol().isWebSocket()) {
            return true;
        }
        if (hop.host().endsWith(NOWHERE)) {
            return sameKind || heardOn.protocol().isWebSocket();
        }
        InetAddress host = hop.literal();
        return host != null && sameKind && (isConnectionTo(heardOn, hop.protocol(), host) || isHidden(host, heardOn));
    }

    /** Whether this is an open connection to that host, of the kind that is asked for. */
    static boolean isConnectionTo(Flow flow, Protocol protocol, InetAddress host) {
        return flow.protocol() == protocol
                && flow.protocol().isReliable()
                && flow.isOpen()
                && host.equals(flow.remote().getAddress());
    }

    /** Whether the address is one of a private network, and the peer was heard from without it. */
    private static boolean isHidden(InetAddress host, Flow heardOn) {
        int network = privateNetwork(host);
        return network != 0 && network != privateNetwork(heardOn.remote().getAddress());
    }

    /** Which private network an address belongs to (RFC 1918, RFC 6598, RFC 4193, RFC 3927, RFC 4291 §2.5); 0 for none. */
    private static int privateNetwork(InetAddress address) {
        byte[] bytes = address.getAddress();
        int first = bytes[0] & 0xFF;
        int second = bytes[1] & 0xFF;
        if (address.isLoopbackAddress()) {
            return 127;
        }
        if (bytes.length > 4) {
            return (first & 0xFE) == 0xFC || address.isLinkLocalAddress() ? first : 0;
        }
        boolean hidden = first == 10
                || (first == 172 && (second & 0xF0) == 16)
                || (first == 192 && second == 168)
                || (first == 100 && (second & 0xC0) == 64)
                || (first == 169 && second == 254);
        return hidden ? first : 0;
    }
}
