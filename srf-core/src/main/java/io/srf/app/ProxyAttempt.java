// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import io.srf.app.AnsweringMachine.Event;
import io.srf.flight.FlightEvent;
import io.srf.link.LinkException;
import io.srf.link.ReplyHandler;
import io.srf.sip.Ids;
import io.srf.sip.SipResponse;
import io.srf.wire.ClientMessage;
import io.srf.wire.Origin;
import io.srf.wire.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** One request that the engine is asked to pass on, and the final responses it reports. */
final class ProxyAttempt implements ReplyHandler {
    private final Exchange exchange;
    private final Proxying how;
    private final Promise<ProxyResult> promise;
    private final List<ReceivedResponse> responses = new ArrayList<>(2);

    ProxyAttempt(Exchange exchange, Proxying how) {
        this.exchange = exchange;
        this.how = how;
        this.promise = new Promise<>(exchange.agent().runtime().executor());
    }

    CompletableFuture<ProxyResult> start() {
        RuntimeException refusal = exchange.claim(new Event.Proxy());
        if (refusal == null) {
            exchange.record(new FlightEvent.Decided("proxy", ""));
            exchange.agent().link().request(message(), this);
        } else {
            promise.fail(refusal);
        }
        return promise.future();
    }

    private ClientMessage message() {
        List<String> destinations = how.destinationsOr(exchange.message().uriText());
        return new ClientMessage.Proxy(
                Ids.next(),
                exchange.incoming().transactionId(),
                how.options(),
                destinations,
                how.request(exchange.message().method(), destinations.get(0)));
    }

    @Override
    public void reply(Reply reply) {
        switch (reply) {
            case Reply.Proxied proxied -> collect(proxied);
            case Reply.Ok __ -> {
                exchange.on(new Event.Done());
                promise.complete(ProxyResult.of(responses));
            }
            default -> {
                exchange.on(new Event.Refused());
                promise.fail(Delivery.refusal(reply));
            }
        }
    }

    private void collect(Reply.Proxied proxied) {
        if (proxied.message() instanceof SipResponse response) {
            Origin origin = proxied.origin();
            responses.add(new ReceivedResponse(response, null, origin));
        }
    }

    /** The engine may still be at it, so the request is not for the application to answer. */
    @Override
    public void failed(LinkException cause) {
        exchange.on(new Event.LinkLost(cause));
        promise.fail(cause);
    }
}
