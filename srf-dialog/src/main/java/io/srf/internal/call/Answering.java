// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.Dialog;
import io.srf.Subscription.Side;
import io.srf.TerminateReason;
import io.srf.TerminateReason.Kind;
import io.srf.Uas;
import io.srf.UasOptions;
import io.srf.app.Extras;
import io.srf.app.Request;
import io.srf.app.Response;
import io.srf.app.SendListener;
import io.srf.app.SipException;
import io.srf.internal.dialog.DialogState.Due;
import io.srf.link.LinkException;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Answers an INVITE or SUBSCRIBE: {@code createUAS} (RFC 3261 §13.3.1, RFC 6665 §4.2.1.1). Touched by tasks of the call's mailbox alone, except
 * where it says otherwise.
 */
public final class Answering implements Uas, SendListener<SipResponse> {
    private static final int OK = 200;
    private static final int ACCEPTED = 202;
    private static final int BAD_REQUEST = 400;
    private static final int UNAVAILABLE = 480;
    private static final int CANCELLED = 487;
    private static final int SERVER_ERROR = 500;
    private static final int TRYING = 100;
    private static final int MULTIPLE_CHOICES = 300;

    private final Call call;
    private final Request request;
    private final Response response;
    private final CompletableFuture<Dialog> result = new Cancellable<>(headers -> unwanted());
    private final AtomicReference<@Nullable UasOptions> options = new AtomicReference<>();
    private final Leg leg;
    private final Progressing progressing;
    private boolean handedOver;
    private boolean settled;

    private Answering(Call call, Request request, Response response) {
        this.call = call;
        this.request = request;
        this.response = response;
        this.leg = new Leg(
                call,
                request.agent(),
                LegRecords.received(request.message(), call.calls().timers().now()));
        this.progressing = new Progressing(leg, request, response);
    }

    /** Answers a request. Called by any thread. */
    public static CompletableFuture<Dialog> start(Calls calls, Request request, Response response, UasOptions options) {
        try {
            return begin(calls, request, response).answer(options);
        } catch (SipException missingContact) {
            Sending.quietly(response, missingContact.status(), missingContact.reason(), Extras.NONE);
            return CompletableFuture.failedFuture(missingContact);
        }
    }

    /** Begins to answer a request. Called by any thread. */
    public static Answering begin(Calls calls, Request request, Response response) {
        String method = request.method();
        if (!method.equals(Methods.INVITE) && !method.equals(Methods.SUBSCRIBE)) {
            throw new IllegalArgumentException(method + " makes no dialog, expected INVITE or SUBSCRIBE");
        }
        if (LegRecords.contact(request.message()) == null) {
            throw new SipException(BAD_REQUEST, "Missing Contact");
        }
        Call call = calls.begin(request);
        call.flight().decided("createUAS", method);
        Answering answering = new Answering(call, request, response);
        call.execute(answering::begin);
        return answering;
    }

    private void begin() {
        call.hold();
        leg.madeBy(() -> {
            Sending.quietly(response, UNAVAILABLE);
            fail(new SipException(UNAVAILABLE), Kind.REJECTED);
        });
        leg.life().tries();
        request.onClosed((cancel, reason) -> call.execute(() -> closed(cancel, reason)));
    }

    @Override
    public Dialog dialog() {
        return leg.dialog();
    }

    @Override
    public CompletableFuture<SipResponse> progress(int status, UasOptions how) {
        if (status <= TRYING || status >= OK) {
            throw new IllegalArgumentException(status + " is not provisional, expected 101 to 199");
        }
        call.flight().decided("progress", Integer.toString(status));
        CompletableFuture<SipResponse> sent = new CompletableFuture<>();
        call.execute(() -> {
            leg.listeners().prepare(leg, how.prepare());
            progressing.send(status, how, sent);
        });
        return sent;
    }

    @Override
    public CompletableFuture<SipResponse> reject(int status, Extras extras) {
        if (status < MULTIPLE_CHOICES) {
            throw new IllegalArgumentException(status + " refuses nothing, expected 300 to 699");
        }
        return response.send(status, extras);
    }

    @Override
    public CompletableFuture<Dialog> answer(UasOptions how) {
        if (!options.compareAndSet(null, how)) {
            return CompletableFuture.failedFuture(new IllegalStateException("the call was answered before"));
        }
        call.execute(() -> leg.listeners().prepare(leg, how.prepare()));
        call.execute(() -> makeSdp(how));
        return result;
    }

    private void unwanted() {
        leg.bye().unwanted();
    }

    /** Comes after a CANCEL that was there before us. */
    private void makeSdp(UasOptions how) {
        if (settled || how.localSdp() == null) {
            progressing.whenAcknowledged(() -> send(how, progressing.sdp()));
            return;
        }
        String offer = Sdps.in(request.message());
        Sdps.make(call, how.localSdp(), offer == null ? "" : offer, new Sdps.Made() {
            @Override
            public void ready(String sdp) {
                progressing.whenAcknowledged(() -> send(how, sdp));
            }

            @Override
            public void failed(Throwable cause) {
                handedOver = true;
                Sending.quietly(response, cause instanceof SipException sip ? sip.status() : SERVER_ERROR);
                fail(cause, Kind.REJECTED);
            }
        });
    }

    private void send(UasOptions how, @Nullable String sdp) {
        if (!settled) {
            handedOver = true;
            String described = progressing.isOfferAnswered() ? null : sdp;
            Extras extras = described == null ? how.extras() : how.extras().body(described, Sdps.TYPE);
            Sending.response(response, isInvite() ? OK : ACCEPTED, null, isInvite() ? Allow.in(extras) : extras, this);
        }
    }

    private boolean isInvite() {
        return request.method().equals(Methods.INVITE);
    }

    /** Nothing can be sent any more; what becomes of a 2xx that was handed over is told elsewhere. */
    private void closed(@Nullable SipRequest cancel, @Nullable Throwable reason) {
        if (cancel != null) {
            fail(new SipException(CANCELLED), Kind.CANCELLED);
        } else if (!handedOver && reason != null) {
            fail(reason, reason instanceof LinkException ? Kind.LINK_LOST : Kind.REJECTED);
        }
    }

    @Override
    public void sent(SipResponse message, @Nullable String dialogId) {
        leg.known(dialogId);
        call.execute(() -> confirmed(message));
    }

    /** Nobody else will refuse a caller whose 2xx cannot be sent. */
    @Override
    public void failed(Throwable cause) {
        call.execute(() -> {
            Sending.quietly(response, Requests.statusOf(cause));
            fail(cause, request.isCancelled() ? Kind.CANCELLED : Kind.REJECTED);
        });
    }

    private void confirmed(SipResponse message) {
        if (settled) {
            Undo.answer(leg);
            return;
        }
        String described = Sdps.in(message);
        leg.facts().answeredBy(message, described);
        leg.life().confirm(due(described));
        call.kept().hurry();
        leg.subscriptions().granted(Side.NOTIFIER, request.message(), message);
        settled = true;
        leg.madeBy(null);
        call.doneWith(response);
        call.complete(result, leg.dialog(), this::unwanted);
        call.release();
    }

    private Due due(@Nullable String described) {
        if (!isInvite()) {
            return Due.NOTHING;
        }
        if (described == null || Sdps.in(request.message()) != null) {
            return Due.ACK;
        }
        leg.remoteOffers().awaitAnswer(described, answer -> {});
        return Due.ANSWER;
    }

    private void fail(Throwable cause, Kind kind) {
        if (!settled) {
            settled = true;
            leg.over(TerminateReason.of(kind));
            progressing.over();
            call.fail(result, cause);
            call.doneWith(response);
            call.release();
        }
    }
}
