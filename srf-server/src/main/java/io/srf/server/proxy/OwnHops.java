// SPDX-License-Identifier: Apache-2.0
package io.srf.server.proxy;

import io.srf.server.dialog.Here;
import io.srf.server.dialog.Shard;
import io.srf.server.transport.Flow;
import io.srf.server.transport.Network;
import io.srf.sip.HeaderName;
import io.srf.sip.NameAddr;
import io.srf.sip.SipRequest;
import io.srf.sip.SipUri;
import io.srf.sip.Uri;
import java.util.List;

/** The hops of a route that are this engine: what is written into Record-Route, and taken out of Route (RFC 3261 §16.4, §16.6, RFC 5658). */
final class OwnHops {
    private final Shard shard;

    OwnHops(Shard shard) {
        this.shard = shard;
    }

    /** What a request is recorded with: one hop, or two where its sides would reach the engine at different addresses (RFC 5658 §3.2). */
    List<SipUri> between(SipRequest request, Flow caller, Flow callee) {
        SipUri towardsCaller =
                Here.on(caller, shard.flows()).asIn(request.uri()).uri();
        SipUri towardsCallee =
                Here.on(callee, shard.flows()).asIn(request.uri()).uri();
        return towardsCaller.equals(towardsCallee) ? List.of(towardsCallee) : List.of(towardsCaller, towardsCallee);
    }

    /** Whether the route of a request leads here first: its topmost Route, or its Request-URI if a strict router has written that (§16.4). */
    boolean begin(SipRequest request) {
        List<NameAddr> routes = request.routes();
        return !routes.isEmpty() && (isHere(routes.getFirst().uri()) || isFromStrictRouter(request));
    }

    private boolean isFromStrictRouter(SipRequest request) {
        return ForwardedRequest.isLoose(request.uri()) && isHere(request.uri());
    }

    /** The request as it goes on from here: without the hops that led here, and with its target where a strict router had put this engine (§16.4). */
    SipRequest passed(SipRequest request) {
        if (!begin(request)) {
            return request;
        }
        List<NameAddr> routes = request.routes();
        SipRequest.Builder onward = request.toBuilder().remove(HeaderName.ROUTE);
        if (isFromStrictRouter(request)) {
            onward.uri(routes.getLast().uri());
            routes = routes.subList(0, routes.size() - 1);
        }
        routes.stream().dropWhile(route -> isHere(route.uri())).forEach(route -> onward.add(HeaderName.ROUTE, route));
        return onward.build();
    }

    private boolean isHere(Uri uri) {
        if (!(uri instanceof SipUri hop)) {
            return false;
        }
        for (Network.ListenPoint point : shard.network().listenPoints()) {
            int port = hop.port() < 0 ? point.protocol().defaultPort() : hop.port();
            if (point.isAt(hop.address(), port)) {
                return true;
            }
        }
        return false;
    }
}
