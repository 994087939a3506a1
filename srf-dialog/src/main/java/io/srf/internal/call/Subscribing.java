// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.CallFuture;
import io.srf.Dialog;
import io.srf.Subscription.Side;
import io.srf.TerminateReason;
import io.srf.TerminateReason.Kind;
import io.srf.UacOptions;
import io.srf.app.Agent;
import io.srf.app.OutgoingRequest;
import io.srf.app.ReceivedResponse;
import io.srf.app.Request;
import io.srf.app.RequestListener;
import io.srf.app.Response;
import io.srf.app.SentRequest;
import io.srf.app.SipException;
import io.srf.internal.dialog.DialogState.Due;
import io.srf.internal.dialog.DialogState.Phase;
import io.srf.session.DialogRecord;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import java.time.Instant;
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
    private volatile @Nullable Leg leg;

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
        call.calls().subscribes(LegRecords.dialogId(handed.message()), this);
        call.flight().joins(handed.message());
        observers.sent(handed.message());
    }

    private SipRequest lastSent() {
        SentRequest known = sent;
        return known == null ? request.message() : known.message();
    }

    /** A NOTIFY came before the 2xx, and makes the dialog (RFC 6665 §4.1.2.4). Called by the link's thread. */
    void notified(Request notify, Response response) {
        SipRequest message = lastSent();
        String id = String.valueOf(notify.dialogId());
        Instant now = call.calls().timers().now();
        Leg made = make(LegRecords.notified(message, notify.message(), id, now));
        call.execute(() -> {
            made.life().confirm(Due.NOTHING);
            made.subscriptions().begun(message);
        });
        made.receive(notify, response);
    }

    private Leg make(DialogRecord record) {
        Leg made = new Leg(call, agent, record);
        leg = made;
        made.logins(request.signing() == null ? null : request.signing().logins());
        made.subscriptions().refreshFor(options.isRefreshed() ? Subscriptions.asked(lastSent()) : 0);
        made.listeners().prepare(made, options.prepare());
        made.known(null);
        return made;
    }

    @Override
    public void answered(ReceivedResponse response) {
        if (!response.message().isSuccess()) {
            failed(new SipException(response.message()));
            return;
        }
        SipRequest message = lastSent();
        call.calls().subscribed(LegRecords.dialogId(message), this);
        Leg notified = leg;
        Leg made = notified == null
                ? make(LegRecords.sent(
                        message,
                        response.message(),
                        Responses.dialogId(response),
                        call.calls().timers().now()))
                : notified;
        call.execute(() -> {
            if (notified == null) {
                made.life().confirm(Due.NOTHING);
            }
            if (made.phase() == Phase.CONFIRMED) {
                made.subscriptions().granted(Side.SUBSCRIBER, message, response.message());
            }
            call.complete(result, made.dialog(), made.bye()::unwanted);
            call.release();
        });
    }

    @Override
    public void failed(Throwable cause) {
        SentRequest known = sent;
        if (known != null) {
            call.calls().subscribed(LegRecords.dialogId(known.message()), this);
        }
        call.execute(() -> {
            Leg notified = leg;
            if (notified != null) {
                notified.over(TerminateReason.of(Kind.REJECTED));
            }
            call.fail(result, cause);
            call.release();
        });
    }

    /** Whether a SUBSCRIBE has made this dialog. */
    static boolean isSubscription(Leg leg) {
        return leg.record().progress().method().equals(Methods.SUBSCRIBE);
    }
}
