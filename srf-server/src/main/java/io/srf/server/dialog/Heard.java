// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.srf.server.lookup.Target;
import io.srf.server.transport.Flow;
import io.srf.sip.SipRequest;
import io.srf.sip.Via;

/**
 * Where the peer of a dialog was heard, and who else is at the other end of that way (RFC 5923 §3).
 *
 * @param flow the way
 * @param port where messages over this connection are taken by the host that it leads to; {@link #ANY_PORT} if its owner sent them itself, who may not
 *     know what its Contact is behind a NAT
 * @param hidden whether the sender wrote an address of a private network that it was not heard from
 */
record Heard(Flow flow, int port, boolean hidden) {
    /** It leads to whoever is at that host. */
    static final int ANY_PORT = 0;

    /** A request of the peer has come this way, perhaps from a proxy that is no hop of the dialog. */
    static Heard by(SipRequest request, Flow flow) {
        if (!flow.endsWithConnection()) {
            return at(flow);
        }
        Via via = request.topVia();
        boolean direct = request.vias().size() == 1;
        return new Heard(flow, direct ? ANY_PORT : portOf(via, flow), ReturnWay.isHidden(flow, via));
    }

    /** The peer, or a proxy on the way to it, was sent a request this way. */
    static Heard at(Flow flow) {
        return new Heard(
                flow, flow.endsWithConnection() ? ANY_PORT : flow.remote().getPort(), false);
    }

    private static int portOf(Via via, Flow flow) {
        return via.port() > 0 ? via.port() : flow.protocol().defaultPort();
    }

    /** Whether this is an open connection to that target. */
    boolean isConnectionTo(Target target) {
        return flow.protocol() == target.protocol()
                && flow.protocol().isReliable()
                && flow.isOpen()
                && (port == ANY_PORT || port == target.address().getPort())
                && target.address().getAddress().equals(flow.remote().getAddress());
    }
}
