// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.Dialog;
import io.srf.TerminateReason;
import io.srf.TerminateReason.Kind;
import io.srf.UasOptions;
import io.srf.app.Extras;
import io.srf.app.OutgoingRequest;
import io.srf.app.Request;
import io.srf.app.Response;
import io.srf.app.SendListener;
import io.srf.app.SipException;
import io.srf.internal.dialog.DialogState.Due;
import io.srf.sip.Methods;
import io.srf.sip.SipResponse;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Answers an INVITE or SUBSCRIBE with a 2xx: {@code createUAS} (RFC 3261 §13.3.1.4, RFC 6665 §4.2.1.1). */
public final class Answering implements SendListener<SipResponse> {
    private static final int OK = 200;
    private static final int ACCEPTED = 202;
    private static final int BAD_REQUEST = 400;
    private static final int UNAVAILABLE = 480;
    private static final int CANCELLED = 487;
    private static final int SERVER_ERROR = 500;

    private final Call call;
    private final Request request;
    private final Response response;
    private final UasOptions options;
    private final CompletableFuture<Dialog> result = new CompletableFuture<>();
    private final Leg leg;
    private @Nullable String localSdp;
    private boolean settled;

    private Answering(Call call, Request request, Response response, UasOptions options) {
        this.call = call;
        this.request = request;
        this.response = response;
        this.options = options;
        this.leg = new Leg(
                call,
                request.agent(),
                LegRecords.received(request.message(), call.calls().timers().now()));
    }

    /** Answers a request. Called by any thread. */
    public static CompletableFuture<Dialog> start(Calls calls, Request request, Response response, UasOptions options) {
        String method = request.method();
        if (!method.equals(Methods.INVITE) && !method.equals(Methods.SUBSCRIBE)) {
            throw new IllegalArgumentException(method + " makes no dialog, expected INVITE or SUBSCRIBE");
        }
        if (LegRecords.contact(request.message()) == null) {
            Sending.quietly(response, BAD_REQUEST, "Missing Contact", Extras.NONE);
            return CompletableFuture.failedFuture(new SipException(BAD_REQUEST, "Missing Contact"));
        }
        Call call = calls.begin(request);
        call.flight().decided("createUAS", method);
        Answering answering = new Answering(call, request, response, options);
        call.execute(answering::start);
        return answering.result;
    }

    private void start() {
        call.hold();
        leg.prepare(options.prepare());
        leg.madeBy(() -> {
            Sending.quietly(response, UNAVAILABLE);
            failed(new SipException(UNAVAILABLE));
        });
        request.onCancel(cancel -> call.execute(() -> fail(new SipException(CANCELLED), Kind.CANCELLED)));
        call.execute(this::makeSdp);
    }

    /** Comes after a CANCEL that was there before us. */
    private void makeSdp() {
        if (settled || options.localSdp() == null) {
            send(null);
            return;
        }
        String offer = Sdps.in(request.message());
        Sdps.make(call, options.localSdp(), offer == null ? "" : offer, new Sdps.Made() {
            @Override
            public void ready(String sdp) {
                send(sdp);
            }

            @Override
            public void failed(Throwable cause) {
                int status = cause instanceof SipException sip ? sip.status() : SERVER_ERROR;
                Sending.quietly(response, status);
                fail(cause, Kind.REJECTED);
            }
        });
    }

    private void send(@Nullable String sdp) {
        if (!settled) {
            localSdp = sdp;
            Extras extras = sdp == null ? options.extras() : options.extras().body(sdp, Sdps.TYPE);
            Sending.response(response, isInvite() ? OK : ACCEPTED, null, extras, this);
        }
    }

    private boolean isInvite() {
        return request.method().equals(Methods.INVITE);
    }

    @Override
    public void sent(SipResponse message, @Nullable String dialogId) {
        leg.known(dialogId);
        call.execute(() -> confirmed(message));
    }

    @Override
    public void failed(Throwable cause) {
        call.execute(() -> fail(cause, request.isCancelled() ? Kind.CANCELLED : Kind.REJECTED));
    }

    private void confirmed(SipResponse message) {
        if (settled) {
            OutgoingRequest bye = OutgoingRequest.inDialog(leg.id(), Methods.BYE, Extras.NONE);
            Sending.request(request.agent(), bye, new Quiet<SipResponse>());
            call.calls().remove(leg);
            return;
        }
        leg.facts().answeredBy(message, localSdp);
        Due due = Due.NOTHING;
        if (isInvite()) {
            boolean late = localSdp != null && Sdps.in(request.message()) == null;
            due = late ? Due.ANSWER : Due.ACK;
            if (late) {
                leg.remoteOffers().awaitAnswer(localSdp, answer -> {});
            }
        }
        leg.confirm(due);
        settled = true;
        leg.madeBy(null);
        call.doneWith(response);
        call.complete(result, leg.dialog());
        call.release();
    }

    private void fail(Throwable cause, Kind kind) {
        if (!settled) {
            settled = true;
            leg.over(TerminateReason.of(kind));
            call.fail(result, cause);
            call.doneWith(response);
            call.release();
        }
    }
}
