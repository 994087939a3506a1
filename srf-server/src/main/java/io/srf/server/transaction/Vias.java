// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import io.srf.server.transport.Flow;
import io.srf.server.transport.Hosts;
import io.srf.sip.HeaderName;
import io.srf.sip.Params;
import io.srf.sip.SipRequest;
import io.srf.sip.Via;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** Writes this engine's Via, marks those of others, and follows them back (RFC 3261 §18, RFC 3581). */
final class Vias {
    private Vias() {}

    /** The request with this engine's hop on top; unreliable transports ask for the port that it is seen to come from. */
    static SipRequest push(SipRequest request, Flow flow, InetSocketAddress sentBy, String branch) {
        Params params = flow.protocol().isReliable() ? Params.NONE : Params.NONE.with("rport", null);
        Via own = new Via(flow.protocol().name(), host(sentBy), sentBy.getPort(), params.with("branch", branch));
        return request.toBuilder().addFirst(HeaderName.VIA, own).build();
    }

    private static String host(InetSocketAddress address) {
        return address.isUnresolved() ? address.getHostString() : Hosts.inUri(address);
    }

    /**
     * The request with {@code received} where its sender did not write the address it came from or asked for its port, and with that port in {@code rport}
     * (RFC 3261 §18.2.1, RFC 3581 §4). A {@code received} that the sender wrote itself is replaced.
     */
    static SipRequest stamp(SipRequest request, InetSocketAddress source) {
        Via via = request.topVia();
        boolean portAsked = via.params().has("rport");
        if (!portAsked && via.received() == null && isLiterally(via.host(), source.getAddress())) {
            return request;
        }
        Via stamped = via.withParam("received", Hosts.text(source.getAddress()));
        if (portAsked) {
            stamped = stamped.withParam("rport", Integer.toString(source.getPort()));
        }
        return request.toBuilder().replaceTopVia(stamped).build();
    }

    /** Whether a sent-by host is this very address, and not a name or another address. */
    private static boolean isLiterally(String host, InetAddress address) {
        if (!host.startsWith("[")) {
            return host.equals(Hosts.text(address));
        }
        try {
            return InetAddress.getByName(host).equals(address);
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /**
     * Where the responses to a stamped request go: back over its flow, but for a datagram whose sender did not ask for that to the port of its sent-by
     * (RFC 3261 §18.2.2). {@code maddr} is not followed: it would let a sender aim responses at others.
     */
    static Flow back(Via stamped, Flow flow, Flows flows) {
        boolean symmetric = flow.protocol().isReliable() || stamped.rport() >= 0 || isAtSentByPort(stamped, flow);
        Flow other = symmetric ? null : toSentByPort(stamped, flow, flows);
        return other == null ? flow : other;
    }

    /** Where responses go once the connection of a request is gone: by a new one to the port of sent-by (RFC 3261 §18.2.2); null if there is no such way. */
    static @Nullable Flow afterLostConnection(Via stamped, Flow flow, Flows flows) {
        boolean wouldBeTheSame = isAtSentByPort(stamped, flow) && !flow.endsWithConnection();
        return flow.protocol().isReliable() && !wouldBeTheSame ? toSentByPort(stamped, flow, flows) : null;
    }

    private static boolean isAtSentByPort(Via via, Flow flow) {
        return via.portOrDefault() == flow.remote().getPort();
    }

    private static @Nullable Flow toSentByPort(Via via, Flow flow, Flows flows) {
        int port = via.portOrDefault();
        InetSocketAddress source = flow.remote();
        try {
            return flows.beside(flow, new InetSocketAddress(source.getAddress(), port));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
