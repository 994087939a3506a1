// SPDX-License-Identifier: Apache-2.0
package io.srf.server.proxy;

import io.srf.server.dialog.Here;
import io.srf.server.dialog.ReturnWay;
import io.srf.server.dialog.Routes;
import io.srf.server.dialog.Shard;
import io.srf.server.transport.Flow;
import io.srf.sip.HeaderName;
import io.srf.sip.NameAddr;
import io.srf.sip.SipRequest;
import io.srf.sip.SipUri;
import io.srf.sip.Uri;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The hops of a route that are this engine: what is written into Record-Route, and taken out of Route (RFC 3261 §16.4, §16.6, RFC 5658). */
final class OwnHops {
    private static final Onward BY_URI = new Onward.ByUri();
    /** A token that was not made by an engine with this key, or for another call (RFC 5626 §5.3.1). */
    private static final Onward FORGED = new Onward.Nowhere(403);
    /** The connection is gone (RFC 5626 §11.5). */
    private static final Onward FLOW_FAILED = new Onward.Nowhere(430);

    private static final Onward UNRECORDED = new Onward.Unrecorded();

    private final Shard shard;
    private long unrecorded;
    private final HopTokens tokens;

    OwnHops(Shard shard) {
        this.shard = shard;
        this.tokens = new HopTokens(shard.ids(), shard.recordRouteKey());
    }

    /**
     * What a request is recorded with: one hop, or two where its sides would reach the engine at different addresses (RFC 5658 §3.2), or one of them by its own connection alone: the hop
     * on its side names that (RFC 5626 §5.3.2).
     */
    List<SipUri> between(SipRequest request, Flow caller, Flow callee) {
        SipUri towardsCaller = towards(caller, request, ReturnWay.isOnly(caller, request));
        SipUri towardsCallee = towards(callee, request, callee.endsWithConnection());
        return towardsCaller.equals(towardsCallee) ? List.of(towardsCallee) : List.of(towardsCaller, towardsCallee);
    }

    private SipUri towards(Flow flow, SipRequest request, boolean named) {
        SipUri here = Here.on(flow, shard.flows()).asIn(request.uri()).uri();
        String callId = request.callId();
        return here.withUser(named ? tokens.of(flow, callId) : tokens.of(callId));
    }

    /**
     * How a request inside a dialog goes on whose route leads here. The last of our hops in it is that of the side where it leaves; it says whether we have been recorded.
     *
     * @param passed the request without our hops
     */
    Onward onward(SipRequest request, SipRequest passed) {
        String token = lastUser(request);
        if (token == null) {
            unrecorded++;
            return UNRECORDED;
        }
        HopTokens.Hop hop = tokens.read(token, request.callId());
        if (hop == null) {
            unrecorded++;
            return FORGED;
        }
        return hop instanceof HopTokens.Hop.Connection named ? over(named, passed) : BY_URI;
    }

    /** How many requests came whose route leads here although it was not recorded in their call, since the start. */
    long unrecorded() {
        return unrecorded;
    }

    private Onward over(HopTokens.Hop.Connection named, SipRequest passed) {
        Flow flow = find(named);
        if (flow != null) {
            return new Onward.Over(flow);
        }
        return ReturnWay.isOnly(named.protocol(), named.peer().getAddress(), Routes.firstHop(passed))
                ? FLOW_FAILED
                : BY_URI;
    }

    private @Nullable Flow find(HopTokens.Hop.Connection named) {
        try {
            Flow flow = shard.network().flowTo(named.protocol(), named.peer());
            return named.is(flow) ? flow : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** The user of the last of our hops, with which the route of the request begins; null if it has none. */
    private @Nullable String lastUser(SipRequest request) {
        Uri last = isFromStrictRouter(request) ? request.uri() : null;
        for (NameAddr route : request.routes()) {
            if (!isHere(route.uri())) {
                break;
            }
            last = route.uri();
        }
        return last instanceof SipUri hop ? hop.rawUser() : null;
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
        return uri instanceof SipUri hop && shard.network().isAt(hop);
    }
}
