// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.CallFuture;
import io.srf.Dialog;
import io.srf.UacOptions;
import io.srf.app.Agent;
import io.srf.app.Extras;
import io.srf.app.OutgoingRequest;
import io.srf.app.ReceivedResponse;
import io.srf.app.SipException;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;

/** Calls someone for the application: {@code createUAC} (RFC 3261 §13.2). */
public final class Calling implements InviteOwner {
    private static final int NOT_ACCEPTABLE = 488;
    private static final int CANCELLED = 487;

    private final Call call;
    private final UacOptions options;
    private final Invite invite;
    private final Observers observers;
    private final CallFuture<Dialog> result = new Cancellable<>(this::cancel);

    private Calling(Call call, Agent agent, OutgoingRequest request, UacOptions options) {
        this.call = call;
        this.options = options;
        this.observers = new Observers(call, options);
        this.invite = new Invite(call, agent, request, options, this);
    }

    /** Calls, or subscribes. Called by any thread. */
    public static CallFuture<Dialog> start(Calls calls, Agent agent, String uri, UacOptions options) {
        String sdp = options.localSdp();
        Extras extras = sdp == null ? options.extras() : options.extras().body(sdp, Sdps.TYPE);
        OutgoingRequest request = CallRequest.of(options.method(), uri, options, CallRequest.Calling.ANONYMOUS, extras);
        Call call = calls.begin(uri, agent);
        call.flight().decided("createUAC", uri);
        if (!options.method().equals(Methods.INVITE)) {
            return Subscribing.start(call, agent, request, options);
        }
        Calling calling = new Calling(call, agent, request, options);
        calls.making().keep(() -> calling.cancel(Extras.NONE), calling.result);
        call.execute(calling.invite::start);
        return calling.result;
    }

    /** The future of a call that nobody can make. */
    public static CallFuture<Dialog> notMade(Throwable cause) {
        CallFuture<Dialog> failed = new Cancellable<>(headers -> {});
        failed.completeExceptionally(cause);
        return failed;
    }

    private void cancel(Extras extras) {
        call.execute(() -> invite.cancel(new SipException(CANCELLED), extras));
    }

    @Override
    public void made(Leg leg) {
        leg.listeners().prepare(leg, options.prepare());
    }

    @Override
    public void sent(SipRequest message) {
        observers.sent(message);
    }

    @Override
    public void progress(ReceivedResponse response) {
        observers.progress(response);
    }

    @Override
    public boolean takesEarlyOffers() {
        return true;
    }

    @Override
    public void offeredEarly(String offer, Sdps.Made answer) {
        answer(offer, answer);
    }

    @Override
    public void offered(Leg leg, ReceivedResponse response, String offer) {
        answer(offer, Sdps.Made.of(invite::answer, invite::noAnswer));
    }

    private void answer(String offer, Sdps.Made answer) {
        if (options.answer() == null) {
            answer.failed(new SipException(NOT_ACCEPTABLE, "No answer to a late offer"));
        } else {
            Sdps.make(call, options.answer(), offer, answer);
        }
    }

    @Override
    public void answered(Leg leg, ReceivedResponse response) {
        call.complete(result, leg.dialog(), leg.bye()::unwanted);
    }

    @Override
    public boolean takesForks() {
        return options.onFork() != null;
    }

    @Override
    public void forked(Leg leg) {
        observers.tell(options.onFork(), leg.dialog());
    }

    @Override
    public void failed(Throwable cause) {
        call.fail(result, cause);
    }
}
