// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.srf.server.lookup.HostNames;
import io.srf.server.lookup.NextHop;
import io.srf.server.lookup.Target;
import io.srf.server.transport.Flow;
import io.srf.server.transport.Protocol;
import io.srf.sip.NameAddr;
import io.srf.sip.SipRequest;
import io.srf.sip.SipUri;
import io.srf.sip.Uri;
import io.srf.sip.Via;
import java.net.InetAddress;
import java.util.List;

/**
 * Says when a peer is to be reached by the way on which it was heard, whatever its URI says: because it cannot be reached
 * otherwise, behind a NAT or in a browser, or because there is a connection already (RFC 5626 §5.3, RFC 7118 §5.5, RFC 5923).
 */
public final class ReturnWay {
    /** Hosts of browsers, which have no address (RFC 7118 §5.5, RFC 2606 §2). */
    private static final String NOWHERE = ".invalid";

    private ReturnWay() {}

    /** Whether what leads to this hop is to go where the peer was heard. */
    static boolean isBetter(Heard heard, NextHop hop) {
        Flow heardOn = heard.flow();
        if (hop.protocol().isSecure() && !heardOn.protocol().isSecure()) {
            return false;
        }
        boolean sameKind = heardOn.protocol().isReliable() == hop.protocol().isReliable();
        if (heardOn.protocol().isWebSocket() && hop.protocol().isWebSocket()) {
            return true;
        }
        if (hop.host().endsWith(NOWHERE) || hop.outbound()) {
            return sameKind || heardOn.protocol().isWebSocket();
        }
        Target target = hop.target();
        return target != null
                && sameKind
                && (heard.isConnectionTo(target)
                        || isHidden(
                                target.address().getAddress(), heardOn.remote().getAddress()));
    }

    /** Whether the sender of a request can be reached by the connection alone that it came by: nobody else can open one to it. */
    public static boolean isOnly(Flow flow, SipRequest received) {
        return flow.endsWithConnection() && (isHidden(flow, received.topVia()) || isOnly(flow, next(received)));
    }

    /** Whether who is at this URI can be reached by this connection alone. */
    static boolean isOnly(Flow flow, Uri next) {
        return flow.endsWithConnection()
                && isOnly(flow.protocol(), flow.remote().getAddress(), next);
    }

    /**
     * Whether who is at this URI can be reached by a connection of its own alone: a browser, one behind a NAT, or one that says so with {@code ob} (RFC 5626 §4.3, RFC 7118 §5).
     *
     * @param protocol of that connection
     * @param source where it comes from
     */
    public static boolean isOnly(Protocol protocol, InetAddress source, Uri next) {
        if (protocol.isWebSocket() || !(next instanceof SipUri uri)) {
            return protocol.isWebSocket();
        }
        InetAddress host = HostNames.literal(uri.host());
        return uri.isOutbound() || uri.host().endsWith(NOWHERE) || (host != null && isHidden(host, source));
    }

    /** Whether the sender of a request wrote an address of a private network that it was not heard from. */
    static boolean isHidden(Flow flow, Via via) {
        InetAddress host = HostNames.literal(via.host());
        return host != null && isHidden(host, flow.remote().getAddress());
    }

    /** Whether nobody but the sender of a request could open another connection for its response, and the one that it came by has closed. */
    public static boolean isLost(SipRequest request, Flow flow) {
        return flow.endsWithConnection()
                && !flow.isOpen()
                && (flow.protocol().isWebSocket() || isHidden(flow, request.topVia()));
    }

    /** Where requests to the sender of this one go next. */
    private static Uri next(SipRequest received) {
        List<NameAddr> recorded = received.recordRoutes();
        NameAddr contact = recorded.isEmpty() ? received.contact() : recorded.getFirst();
        return contact == null ? received.from().uri() : contact.uri();
    }

    /** Whether the address is one of a private network, and the peer was heard from without it. */
    private static boolean isHidden(InetAddress host, InetAddress source) {
        int network = privateNetwork(host);
        return network != 0 && network != privateNetwork(source);
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
