// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.UasOptions;
import io.srf.app.Extras;
import io.srf.app.Request;
import io.srf.app.Response;
import io.srf.app.SendListener;
import io.srf.internal.dialog.DialogState.Phase;
import io.srf.sip.HeaderName;
import io.srf.sip.SipResponse;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The provisional responses to a call to us, and the PRACKs for the reliable ones (RFC 3262 §3, §5).
 *
 * <p>While a reliable one waits for its PRACK, what follows it waits too. Touched by tasks of the call's mailbox alone.
 */
final class Progressing {
    private static final int OK = 200;

    private final Leg leg;
    private final Request request;
    private final Response response;
    private final PrackGate gate;
    private @Nullable String sdp;
    private boolean offerAnswered;

    Progressing(Leg leg, Request request, Response response) {
        this.leg = leg;
        this.request = request;
        this.response = response;
        this.gate = new PrackGate(leg.call(), response, this::pracked, this::over);
    }

    /** The session description sent last; null if none was. */
    @Nullable String sdp() {
        return sdp;
    }

    /** Whether we have made an offer that a PRACK has answered. */
    boolean isOfferAnswered() {
        return offerAnswered;
    }

    /** Runs this when no reliable response waits for its PRACK; now if none does. */
    void whenAcknowledged(Runnable next) {
        gate.pass(next);
    }

    /** Sends one after those before it. */
    void send(int status, UasOptions options, CompletableFuture<SipResponse> result) {
        whenAcknowledged(() -> makeSdp(status, options, result));
    }

    private void makeSdp(int status, UasOptions options, CompletableFuture<SipResponse> result) {
        if (options.localSdp() == null) {
            send(status, options, null, result);
            return;
        }
        String offer = Sdps.in(request.message());
        Sdps.make(
                leg.call(),
                options.localSdp(),
                offer == null ? "" : offer,
                Sdps.Made.of(
                        made -> whenAcknowledged(() -> send(status, options, made, result)),
                        cause -> leg.call().fail(result, cause)));
    }

    private void send(int status, UasOptions options, @Nullable String made, CompletableFuture<SipResponse> result) {
        boolean reliable = options.reliable() && PrackGate.isWanted(request.message(), true);
        Extras extras = made == null ? options.extras() : options.extras().body(made, Sdps.TYPE);
        Extras whole = reliable ? extras.header(HeaderName.REQUIRE.toString(), PrackGate.RELIABLE) : extras;
        Sending.response(response, status, null, Allow.in(whole), new SendListener<>() {
            @Override
            public void sent(SipResponse message, @Nullable String dialogId) {
                leg.known(dialogId);
                leg.call().execute(() -> {
                    Progressing.this.sent(message, made);
                    leg.call().complete(result, message);
                });
            }

            @Override
            public void failed(Throwable cause) {
                leg.call().execute(() -> notSent(reliable, cause, result));
            }
        });
        if (reliable) {
            gate.close();
        }
    }

    private void sent(SipResponse message, @Nullable String made) {
        if (leg.phase() != Phase.EARLY) {
            return;
        }
        if (made != null) {
            sdp = made;
        }
        leg.facts().answeredBy(message, made);
        leg.hold().gave(made);
        leg.life().begin();
    }

    private void notSent(boolean reliable, Throwable cause, CompletableFuture<SipResponse> result) {
        leg.call().fail(result, cause);
        if (reliable) {
            gate.open();
        }
    }

    private void pracked(Request prack) {
        String theirs = Sdps.in(prack.message());
        boolean weOffered = sdp != null && Sdps.in(request.message()) == null && !offerAnswered;
        String answer = null;
        if (theirs != null) {
            offerAnswered |= weOffered;
            answer = weOffered ? null : leg.hold().answerTo(theirs);
            leg.facts().agreed(answer, theirs, null);
        }
        Extras extras = answer == null ? Extras.NONE : Extras.sdp(answer);
        Sending.quietly(prack.response(), OK, null, extras);
        gate.open();
    }

    /** The call is answered or over, or no PRACK came: none is waited for. What waited finds that out by itself. */
    void over() {
        gate.open();
    }
}
