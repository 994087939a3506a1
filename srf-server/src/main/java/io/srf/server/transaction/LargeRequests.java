// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import io.srf.server.transaction.ClientDriver.Outgoing;
import io.srf.server.transport.Flow;
import io.srf.server.transport.Protocol;
import io.srf.sip.SipRequest;
import io.srf.sip.Via;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Sends requests that are too large for a datagram by TCP (RFC 3261 §18.1.1), and again by UDP where that fails; a peer
 * with whom it failed is not tried again for a while. For the shard's loop alone.
 */
final class LargeRequests {
    /** How many peers without TCP are remembered. */
    static final int MAX_REMEMBERED = 1_000;

    /** For how long they are. */
    static final long REMEMBERED_MILLIS = 600_000;

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Context context;
    private final Map<InetSocketAddress, Long> refusedAt = new LinkedHashMap<>();

    LargeRequests(Context context) {
        this.context = context;
    }

    /** The request on the way that it takes: by TCP if it is too large, and then with UDP to fall back on. */
    Outgoing outgoing(SipRequest request, Flow flow, ClientUser user) {
        Outgoing asked = new Outgoing(request, flow, user, null);
        if (flow.protocol() != Protocol.UDP
                || request.encoded().length <= context.settings().maxDatagramBytes()
                || isKnownToRefuse(flow.remote())) {
            return asked;
        }
        Flow stream = context.flows().stream(flow);
        return stream == null ? asked : new Outgoing(over(stream, request), stream, user, asked);
    }

    private static SipRequest over(Flow stream, SipRequest request) {
        Via asked = request.topVia();
        Via via = new Via(
                stream.protocol().name(),
                asked.host(),
                asked.port(),
                asked.params().without("rport"));
        return request.toBuilder().replaceTopVia(via).build();
    }

    private boolean isKnownToRefuse(InetSocketAddress peer) {
        Long at = refusedAt.get(peer);
        return at != null && now() - at < REMEMBERED_MILLIS * NANOS_PER_MILLI;
    }

    /** There is no TCP to this peer. */
    void refused(InetSocketAddress peer) {
        refusedAt.remove(peer);
        if (refusedAt.size() >= MAX_REMEMBERED) {
            refusedAt.remove(refusedAt.keySet().iterator().next());
        }
        refusedAt.put(peer, now());
    }

    private long now() {
        return context.loop().timers().nanoTime();
    }
}
