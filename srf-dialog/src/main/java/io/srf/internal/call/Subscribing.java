// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.CallFuture;
import io.srf.Dialog;
import io.srf.Subscription.Side;
import io.srf.UacOptions;
import io.srf.app.Agent;
import io.srf.app.OutgoingRequest;
import io.srf.app.ReceivedResponse;
import io.srf.app.RequestListener;
import io.srf.app.SentRequest;
import io.srf.app.SipException;
import io.srf.internal.dialog.DialogState.Due;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import org.jspecify.annotations.Nullable;

/** Subscribes for the application: {@code createUAC} with SUBSCRIBE (RFC 6665 §4.1.2). */
final class Subscribing implements RequestListener {
    private final Call call;
    private final Agent agent;
    private final OutgoingRequest request;
    private final UacOptions options;
    private final Observers observers;
    private final CallFuture<Dialog> result = new Cancellable<>(headers -> {});
    private volatile @Nullable SentRequest sent;

    private Subscribing(Call call, Agent agent, OutgoingRequest request, UacOptions options) {
        this.call = call;
        this.agent = agent;
        this.request = request;
        this.options = options;
        this.observers = new Observers(call, options);
    }

    static CallFuture<Dialog> start(Call call, Agent agent, OutgoingRequest request, UacOptions options) {
        Subscribing subscribing = new Subscribing(call, agent, request, options);
        call.execute(() -> {
            call.hold();
            Sending.request(agent, request, subscribing);
        });
        return subscribing.result;
    }

    @Override
    public void sent(SentRequest handed) {
        sent = handed;
        call.flight().joins(handed.message());
        observers.sent(handed.message());
    }

    @Override
    public void answered(ReceivedResponse response) {
        if (!response.message().isSuccess()) {
            failed(new SipException(response.message()));
            return;
        }
        SentRequest known = sent;
        SipRequest message = known == null ? request.message() : known.message();
        String id = response.dialogId() == null ? LegRecords.dialogId(response.message()) : response.dialogId();
        Leg leg = new Leg(
                call,
                agent,
                LegRecords.sent(
                        message, response.message(), id, call.calls().timers().now()));
        leg.logins(request.signing() == null ? null : request.signing().logins());
        leg.prepare(options.prepare());
        leg.known(null);
        call.execute(() -> {
            leg.confirm(Due.NOTHING);
            leg.subscriptions().granted(Side.SUBSCRIBER, message, response.message());
            call.complete(result, leg.dialog());
            call.release();
        });
    }

    @Override
    public void failed(Throwable cause) {
        call.execute(() -> {
            call.fail(result, cause);
            call.release();
        });
    }

    /** Whether a SUBSCRIBE has made this dialog. */
    static boolean isSubscription(Leg leg) {
        return leg.record().progress().method().equals(Methods.SUBSCRIBE);
    }
}
