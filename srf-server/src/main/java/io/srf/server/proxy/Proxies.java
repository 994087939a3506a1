// SPDX-License-Identifier: Apache-2.0
package io.srf.server.proxy;

import io.srf.server.admin.Application;
import io.srf.server.dialog.Byes;
import io.srf.server.dialog.Cdrs;
import io.srf.server.dialog.Origins;
import io.srf.server.dialog.ReturnWay;
import io.srf.server.dialog.Routes;
import io.srf.server.dialog.Shard;
import io.srf.server.transaction.ServerTransaction;
import io.srf.server.transaction.TransactionLayer;
import io.srf.server.transport.Flow;
import io.srf.sip.Header;
import io.srf.sip.HeaderName;
import io.srf.sip.Ids;
import io.srf.sip.Methods;
import io.srf.sip.Refusal;
import io.srf.sip.RequestRules;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.sip.Uri;
import io.srf.sip.Via;
import io.srf.wire.ClientMessage;
import io.srf.wire.Origin;
import io.srf.wire.ProxyOptions;
import io.srf.wire.Reply;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The requests of one shard that are being passed on: those that applications asked to be, and those inside dialogs whose route leads through here
 * (RFC 3261 §16). For the shard's loop alone.
 */
public final class Proxies {
    /**
     * Extensions that a request may require of a proxy (§16.3 step 5): those that the engine serves itself. What an application serves does not count, as it says
     * no more than where a request goes.
     */
    private static final Set<String> UNDERSTOOD = Set.of("100rel", "timer", "path", "outbound", "gruu");

    private final Shard shard;
    private final TransactionLayer layer;
    private final Cdrs cdrs;
    private final OwnHops hops;
    private final Way way;
    private final RequestRules rules;
    private final Map<String, ProxiedRequest> byTransaction = new HashMap<>();
    private final Callers callers = new Callers();

    /** Nothing is being passed on yet. */
    public Proxies(Shard shard, TransactionLayer layer, Cdrs cdrs) {
        this.cdrs = cdrs;
        this.shard = shard;
        this.layer = layer;
        this.hops = new OwnHops(shard);
        this.way = new Way(shard, layer, hops);
        this.rules = new RequestRules(UNDERSTOOD);
    }

    /** How many requests are being passed on. */
    public int active() {
        return byTransaction.size();
    }

    /** How many requests came whose route leads here although it was not recorded in their call, since the start. */
    public long unrecorded() {
        return hops.unrecorded();
    }

    /**
     * Passes a request on for an application.
     *
     * @return whether it was taken; if not, the application has been told why, and still owes the answer or has had it sent
     */
    public boolean begin(Application from, ClientMessage.Proxy asked, ServerTransaction received) {
        if (refuses(received)) {
            from.refuse(
                    asked,
                    received.request().maxForwards() == 0
                            ? "Rejected with 483 Too Many Hops due to Max-Forwards value of 0"
                            : "Rejected with 420 Bad Extension due to Proxy-Require");
            return true;
        }
        Order order;
        try {
            order = Order.read(asked);
        } catch (IllegalArgumentException e) {
            from.refuse(asked, "error proxying request to " + e.getMessage());
            return false;
        }
        ProxiedRequest.Plan plan =
                plan(order, asked.options(), ForwardedRequest.with(asked.headers(), hops.passed(received.request())));
        start(received, plan, new Report(from, asked), order.targets());
        if (!asked.options().fullResponse()) {
            from.send(new Reply.Ok(Ids.next(), asked.id(), "done"));
        }
        return true;
    }

    /**
     * Passes a request on without an application.
     *
     * @throws IllegalArgumentException if a destination or a time limit cannot be read
     */
    public void begin(ServerTransaction received, List<String> destinations, ProxyOptions options) {
        if (refuses(received)) {
            return;
        }
        Order order = Order.read(destinations, options);
        ProxiedRequest.Plan plan = plan(order, options, hops.passed(received.request()));
        start(received, plan, ProxyListener.NOBODY, order.targets());
    }

    /** Whether a request may go no further, which it is told (RFC 3261 §16.3). */
    private boolean refuses(ServerTransaction received) {
        SipRequest request = received.request();
        Optional<Refusal> refusal = rules.unforwardable(request);
        refusal.ifPresent(why ->
                cdrs.refusedHere(request, received.respond(why.response(request).build())));
        return refusal.isPresent();
    }

    /**
     * Whether a request came back that was passed on from here, and is to be routed anew: never before did it come with this target (RFC 3261 §16.3 step 4).
     */
    public boolean isSpiral(SipRequest request) {
        boolean cameBack = false;
        for (Via via : request.vias()) {
            if (layer.sender(via.branch(), request.method()) instanceof Branch earlier) {
                cameBack = true;
                if (earlier.cameLike(request)) {
                    return false;
                }
            }
        }
        return cameBack;
    }

    private void start(
            ServerTransaction received, ProxiedRequest.Plan plan, ProxyListener listener, List<Uri> targets) {
        SipRequest asked = received.request();
        boolean isCall = asked.is(Methods.INVITE) && asked.to().tag() == null;
        added(received, plan, isCall ? new BilledCall(listener, cdrs) : listener)
                .begin(targets);
    }

    private ProxiedRequest added(ServerTransaction received, ProxiedRequest.Plan plan, ProxyListener listener) {
        ProxiedRequest request = new ProxiedRequest(way, received, plan, listener);
        byTransaction.put(received.id(), request);
        callers.enter(request);
        giveUpIfLost(request);
        return request;
    }

    private static ProxiedRequest.Plan plan(Order order, ProxyOptions options, SipRequest request) {
        return new ProxiedRequest.Plan(
                request,
                options.simultaneous(),
                options.followRedirects(),
                options.remainInDialog(),
                order.provisionalMillis(),
                order.finalMillis());
    }

    /** The caller gave up an INVITE; returns whether it was being passed on. */
    public boolean cancelled(ServerTransaction invite, SipRequest cancel) {
        ProxiedRequest request = byTransaction.get(invite.id());
        if (request != null) {
            request.cancelled(cancel.all(HeaderName.REASON));
        }
        return request != null;
    }

    /** A connection has closed: callers who can hear no answer any more have given up. */
    public void closed(Flow flow) {
        callers.on(flow).forEach(Proxies::giveUpIfLost);
    }

    private static void giveUpIfLost(ProxiedRequest request) {
        ServerTransaction received = request.received();
        if (received.request().is(Methods.INVITE) && ReturnWay.isLost(received.request(), received.flow())) {
            request.lost(List.of(Header.of(HeaderName.REASON, Byes.CONNECTION_LOST)));
        }
    }

    /** A received request's transaction is over. */
    public void terminated(ServerTransaction received) {
        ProxiedRequest request = byTransaction.remove(received.id());
        if (request != null) {
            callers.leave(request);
        }
    }

    /** Passes on a request inside a dialog that this proxy stayed in; returns whether its route was recorded to lead through here. */
    public boolean forward(ServerTransaction received) {
        SipRequest request = received.request();
        if (request.to().tag() == null || !hops.begin(request)) {
            return false;
        }
        SipRequest passed = hops.passed(request);
        Onward onward = hops.onward(request, passed);
        if (onward instanceof Onward.Unrecorded) {
            return false;
        }
        if (refuses(received)) {
            return true;
        }
        if (onward instanceof Onward.Nowhere refusal) {
            received.respond(request.response(refusal.status(), null).build());
            return true;
        }
        if (request.is(Methods.BYE)) {
            cdrs.stopped(Origin.Source.NETWORK, Cdrs.Reason.NORMAL_RELEASE, request);
        }
        ProxiedRequest.Plan plan = new ProxiedRequest.Plan(passed, false, false, false, 0, 0);
        if (onward instanceof Onward.Over way) {
            added(received, plan, ProxyListener.NOBODY).begin(passed.uri(), way.flow());
        } else {
            start(received, plan, ProxyListener.NOBODY, List.of(passed.uri()));
        }
        return true;
    }

    /** Passes on an ACK inside a dialog that this proxy stayed in, and drops one that only claims so; returns whether its route leads through here. */
    public boolean forwardAck(SipRequest ack) {
        if (!hops.begin(ack) || ack.maxForwards() == 0) {
            return false;
        }
        SipRequest passed = hops.passed(ack);
        SipRequest sent = ForwardedRequest.to(passed.uri(), passed, List.of());
        switch (hops.onward(ack, passed)) {
            case Onward.Nowhere nobody -> {}
            case Onward.Unrecorded nobody -> {}
            case Onward.Over way -> layer.sendAck(sent, way.flow());
            case Onward.ByUri route ->
                new Routes(shard)
                        .to(Routes.firstHop(passed), Routes.first(flow -> layer.sendAck(sent, flow), why -> {}));
        }
        return true;
    }

    /** Tells the application that asked: each final response until it is done, and no more. */
    private final class Report implements ProxyListener {
        private final Application application;
        private final ClientMessage.Proxy asked;
        private boolean done;

        Report(Application application, ClientMessage.Proxy asked) {
            this.application = application;
            this.asked = asked;
        }

        @Override
        public void finalResponse(Flow from, SipResponse response) {
            if (asked.options().fullResponse() && !done) {
                application.send(new Reply.Proxied(
                        Ids.next(),
                        asked.id(),
                        Origins.received(response, from, shard.loop().timers().now()),
                        response));
            }
        }

        @Override
        public void done(SipResponse answer) {
            done = true;
            if (asked.options().fullResponse()) {
                application.send(new Reply.Ok(Ids.next(), asked.id(), "done"));
            }
        }
    }
}
