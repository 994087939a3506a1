// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.app.Extras;
import io.srf.app.OutgoingRequest;
import io.srf.internal.call.RemoteOffers.Answer;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.time.Timer;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An offer on its way from one leg to the other, and its answer on the way back: re-INVITE with and without an offer, and UPDATE.
 *
 * <p>A 491 goes back like any other failure: the side that offered waits it out. If the offer was taken back while the other side accepted it,
 * that side is offered once more what it had.
 */
final class BridgedOffer implements LocalOffer.Taker {
    private static final int SERVER_ERROR = 500;
    private static final int SESSION_PROGRESS = 183;
    private static final int NO_RETRIES = 0;

    /** An INVITE that takes longer is asked for more time once a minute (RFC 3261 §13.3.1.1). */
    private static final Duration SILENCE = Duration.ofSeconds(50);

    private final Leg from;
    private final Leg to;
    private final RemoteOffer offer;
    private final @Nullable String before;
    private Timer silence = () -> {};
    private long passedOn;
    private @Nullable String given;

    BridgedOffer(Leg from, Leg to, RemoteOffer offer) {
        this.from = from;
        this.to = to;
        this.offer = offer;
        this.before = to.record().local().sdp();
        this.given = before;
    }

    void start() {
        start(passed -> passedOn = to.localOffers().add(passed));
    }

    /**
     * Begins.
     *
     * @param sending hands the offer to the other leg
     */
    void start(Consumer<LocalOffer> sending) {
        if (offer.isInvite()) {
            offer.request().onCancel(cancel -> from.call().execute(this::cancelled));
        }
        from.remoteOffers().passedOn(offer, this::isGivenUp);
        String sdp = offer.sdp();
        if (sdp == null) {
            send(null, sending);
        } else {
            Sdps.make(from.call(), to.partnership().sdpFromPeer(), sdp, made(made -> send(made, sending), () -> {}));
        }
    }

    private void cancelled() {
        from.remoteOffers().withdrawn(offer);
        isGivenUp();
    }

    private void isGivenUp() {
        to.localOffers().cancel(passedOn);
    }

    private void send(@Nullable String sdp, Consumer<LocalOffer> sending) {
        if (!from.remoteOffers().isOpen(offer)) {
            return;
        }
        SipRequest received = offer.request().message();
        Extras extras = HeaderFilter.IN_DIALOG.copy(received, Extras.NONE);
        Extras whole = Bodies.pass(received, sdp, extras);
        SipRequest request =
                OutgoingRequest.inDialog(to.id(), received.method(), whole).message();
        if (offer.isInvite()) {
            awaitSilence();
        }
        sending.accept(new LocalOffer(request, NO_RETRIES, this));
    }

    private void awaitSilence() {
        silence.cancel();
        silence = from.call().later(SILENCE, () -> progress(SESSION_PROGRESS, null, Extras.NONE));
    }

    /** The other side asks its user, perhaps: whoever offered, and the proxies before it, are not to give up meanwhile. */
    @Override
    public void provisional(SipResponse response) {
        Extras extras = HeaderFilter.IN_DIALOG.copy(response, Extras.NONE);
        progress(response.status(), response.reason(), Bodies.pass(response, null, extras));
    }

    /** One who wants all provisional responses reliably gets none, since those of the other side are not reliable. */
    private void progress(int status, @Nullable String reason, Extras extras) {
        boolean reliably = PrackGate.isWanted(offer.request().message(), false);
        if (from.remoteOffers().isOpen(offer) && !reliably) {
            Sending.quietly(offer.response(), status, reason, extras);
            awaitSilence();
        }
    }

    @Override
    public void accepted(SipResponse response) {
        silence.cancel();
        given = to.record().local().sdp();
        if (!from.remoteOffers().isOpen(offer)) {
            takeBack();
        } else if (offer.sdp() != null) {
            String answer = Sdps.in(response);
            if (answer == null) {
                answer(response, null);
            } else {
                Sdps.make(
                        from.call(),
                        from.partnership().sdpFromPeer(),
                        answer,
                        made(sdp -> answer(response, sdp), this::takeBack));
            }
        }
    }

    private void answer(SipResponse response, @Nullable String sdp) {
        from.hold().gave(sdp);
        from.remoteOffers().answer(offer, like(response, sdp), theirs -> {}, this::takeBack);
    }

    private static Answer like(SipResponse response, @Nullable String sdp) {
        Extras extras = Bodies.pass(response, sdp, HeaderFilter.IN_DIALOG.copy(response, Extras.NONE));
        return new Answer(response.status(), response.reason(), extras, sdp);
    }

    @Override
    public void offered(SipResponse response, Consumer<String> acknowledge) {
        silence.cancel();
        String theirOffer = Sdps.in(response);
        Sdps.make(from.call(), from.partnership().sdpFromPeer(), theirOffer == null ? "" : theirOffer, new Sdps.Made() {
            @Override
            public void ready(String sdp) {
                from.hold().gave(sdp);
                from.remoteOffers()
                        .answer(
                                offer,
                                like(response, sdp),
                                theirAnswer -> passAnswer(theirAnswer, acknowledge),
                                () -> {});
            }

            @Override
            public void failed(Throwable cause) {
                acknowledge.accept(lastAgreed());
                refuse(SERVER_ERROR, null);
            }
        });
    }

    /** The ACK came back with the answer; without one the other leg keeps what it had. */
    private void passAnswer(@Nullable String answer, Consumer<String> acknowledge) {
        if (answer == null) {
            acknowledge.accept(lastAgreed());
            return;
        }
        Sdps.make(
                from.call(),
                to.partnership().sdpFromPeer(),
                answer,
                Sdps.Made.of(acknowledge, cause -> acknowledge.accept(lastAgreed())));
    }

    private String lastAgreed() {
        String sdp = to.record().local().sdp();
        return sdp == null ? "" : sdp;
    }

    @Override
    public void refused(Throwable cause) {
        silence.cancel();
        SipResponse response = Bridge.responseOf(cause);
        if (response == null) {
            refuse(Requests.statusOf(cause), null);
        } else {
            Extras extras = HeaderFilter.IN_DIALOG.copy(response, Extras.NONE);
            refuse(
                    response.status(),
                    response.reason(),
                    Bodies.passRefusal(response, from.partnership().sdpFromPeer() != null, extras));
        }
    }

    private void refuse(int status, @Nullable String reason) {
        refuse(status, reason, Extras.NONE);
    }

    private void refuse(int status, @Nullable String reason, Extras extras) {
        from.remoteOffers().answer(offer, status, reason, extras, null);
    }

    /** The other side accepted what nobody offers any more. */
    private void takeBack() {
        if (offer.sdp() != null && !Objects.equals(before, given)) {
            Modify.takeBack(to, given, before);
        }
    }

    private Sdps.Made made(Consumer<String> then, Runnable otherwise) {
        return Sdps.Made.of(then, cause -> {
            refuse(SERVER_ERROR, null);
            otherwise.run();
        });
    }
}
