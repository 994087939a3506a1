// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.app.Extras;
import io.srf.app.Handler;
import io.srf.app.Request;
import io.srf.app.Response;
import io.srf.app.SendListener;
import io.srf.internal.call.LegListeners.Notice;
import io.srf.internal.dialog.DialogEvent;
import io.srf.internal.dialog.DialogState.Due;
import io.srf.internal.dialog.DialogState.Phase;
import io.srf.session.DialogRecord;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipResponse;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The offers the other side makes in a dialog, and who answers them (RFC 3261 §14.2, RFC 3311 §5.2). */
final class RemoteOffers {
    private static final int OK = 200;
    private static final int MULTIPLE_CHOICES = 300;
    private static final int NOT_ACCEPTABLE = 488;
    private static final int PENDING = 491;
    private static final int SERVER_ERROR = 500;

    /** The longest wait we ask for, in seconds (RFC 3261 §14.2). */
    private static final int MAX_RETRY_AFTER = 10;

    private final Leg leg;
    private long lastId;
    private @Nullable RemoteOffer open;
    private @Nullable RemoteOffer arriving;
    private @Nullable Runnable passedOn;
    private @Nullable Unanswered unanswered;

    RemoteOffers(Leg leg) {
        this.leg = leg;
    }

    /** Our offer in a 2xx, whose answer the ACK will bring. */
    private record Unanswered(@Nullable String local, Consumer<@Nullable String> then) {}

    void receive(Request request, Response response) {
        RemoteOffer offer = new RemoteOffer(++lastId, request, response);
        arriving = offer;
        leg.step(
                offer.isInvite() ? new DialogEvent.RemoteInvite(offer.id()) : new DialogEvent.RemoteUpdate(offer.id()));
        arriving = null;
    }

    /** The machine says that this offer may be answered. */
    void deliver(long id) {
        RemoteOffer offer = arriving;
        if (offer != null && offer.id() == id) {
            open = offer;
            passedOn = null;
            dispatch(offer);
        }
    }

    /** The machine says that this offer must be refused. */
    void refuse(long id, int status, boolean retryAfter) {
        RemoteOffer offer = offer(id);
        if (offer == null) {
            return;
        }
        if (isOpen(offer)) {
            open = null;
            giveUpPassedOn();
        }
        Sending.quietly(offer.response(), status, null, retryAfter ? retryAfter() : Extras.NONE);
    }

    /** The open offer has been passed on to the other side of a bridge. */
    void passedOn(RemoteOffer offer, Runnable giveUp) {
        if (isOpen(offer)) {
            passedOn = giveUp;
        }
    }

    /** If the other side still wants to answer: one that is hung up on as well does not. */
    private void giveUpPassedOn() {
        Runnable giveUp = passedOn;
        if (giveUp != null) {
            leg.call().execute(giveUp);
        }
    }

    /** Another session is about to be agreed on: an offer that waits for the other side of the bridge is refused, and may be made again after that. */
    void giveWay() {
        RemoteOffer offer = open;
        if (offer != null && passedOn != null) {
            answer(offer, PENDING, null, Extras.NONE, null);
            giveUpPassedOn();
        }
    }

    private Extras retryAfter() {
        int seconds = leg.call().calls().random().nextInt(MAX_RETRY_AFTER + 1);
        return Extras.of("Retry-After", Integer.toString(seconds));
    }

    /** Whether this offer still waits for its answer. */
    boolean isOpen(RemoteOffer offer) {
        return offer.equals(open);
    }

    private @Nullable RemoteOffer offer(long id) {
        if (arriving != null && arriving.id() == id) {
            return arriving;
        }
        return open != null && open.id() == id ? open : null;
    }

    private void dispatch(RemoteOffer offer) {
        Handler every = leg.listeners().handler(LegListeners.EVERY_OFFER);
        if (every != null) {
            leg.hold().noticed(offer);
            new HandledOffer(leg, offer).run(every);
            return;
        }
        boolean tellsMore = Bodies.hasMore(offer.request().message());
        if (!tellsMore && Sdps.isSame(offer.sdp(), leg.record().remote().sdp())) {
            leg.listeners().tell(leg, Notice.REFRESH, offer.request());
            answer(offer, OK, null, Extras.NONE, leg.record().local().sdp());
            return;
        }
        Handler handler = leg.listeners().handler(Methods.INVITE);
        leg.hold().noticed(offer);
        if (handler != null) {
            new HandledOffer(leg, offer).run(handler);
        } else if (!Bridge.passOffer(leg, offer)) {
            answerHere(offer);
        }
    }

    private void answerHere(RemoteOffer offer) {
        Setup setup = leg.setup();
        if (leg.phase() == Phase.EARLY && isFirstOpen()) {
            refuseEarly(offer);
        } else if (setup == null || !setup.earlyOffers().pass(leg, offer)) {
            answerAlone(offer);
        }
    }

    /** Answers with what we would like, as far as the offer allows it. */
    void answerAlone(RemoteOffer offer) {
        Extras understood = Understood.insteadOf(offer.request().message());
        if (understood != null) {
            answer(offer, Understood.UNSUPPORTED_MEDIA_TYPE, null, understood, null);
            return;
        }
        String sdp = leg.hold().answerTo(offer.sdp());
        int status = sdp == null && offer.sdp() != null ? NOT_ACCEPTABLE : OK;
        answer(offer, status, null, Extras.NONE, sdp);
    }

    /** Whether the offer of the first INVITE has no answer yet. */
    private boolean isFirstOpen() {
        DialogRecord record = leg.record();
        return record.local().sdp() == null || record.remote().sdp() == null;
    }

    /** Ours is open: 491; theirs is open: 500 with Retry-After (RFC 3311 §5.2). */
    private void refuseEarly(RemoteOffer offer) {
        boolean ours = leg.record().progress().role() == DialogRecord.Role.UAC;
        answer(offer, ours ? PENDING : SERVER_ERROR, null, ours ? Extras.NONE : retryAfter(), null);
    }

    void answer(RemoteOffer offer, int status, @Nullable String reason, Extras extras, @Nullable String sdp) {
        answer(offer, new Answer(status, reason, extras, sdp), answer -> {}, () -> {});
    }

    /**
     * What an offer is answered with.
     *
     * @param extras with the body, if there is more in it than {@code sdp}
     * @param sdp our answer, or our offer where there was none; null for none
     */
    record Answer(
            int status,
            @Nullable String reason,
            Extras extras,
            @Nullable String sdp) {}

    /**
     * Answers an offer.
     *
     * @param acknowledged hears the answer to our own offer, where the answer was one; null if the ACK brings none
     * @param notSent hears that the answer could not be sent
     */
    void answer(RemoteOffer offer, Answer answer, Consumer<@Nullable String> acknowledged, Runnable notSent) {
        if (!isOpen(offer)) {
            acknowledged.accept(null);
            return;
        }
        boolean success = answer.status() < MULTIPLE_CHOICES;
        Extras extras = answer.extras();
        String contact = leg.record().local().contact();
        if (success && contact != null) {
            extras = extras.header(HeaderName.CONTACT.toString(), "<" + contact + ">");
        }
        if (success) {
            extras = Allow.in(extras);
        }
        if (answer.sdp() != null && !extras.hasBody()) {
            extras = extras.body(answer.sdp(), Sdps.TYPE);
        }
        Extras whole = extras;
        SendListener<SipResponse> heard = heard(offer, success, answer.sdp(), new Then(acknowledged, notSent));
        Runnable send = () -> Sending.response(offer.response(), answer.status(), answer.reason(), whole, heard);
        if (success) {
            Ownership.checked(leg, send, reason -> notOurs(offer, heard, reason));
        } else {
            send.run();
        }
    }

    private record Then(Consumer<@Nullable String> acknowledged, Runnable notSent) {}

    private SendListener<SipResponse> heard(RemoteOffer offer, boolean success, @Nullable String sdp, Then then) {
        return new SendListener<>() {
            @Override
            public void sent(SipResponse message, @Nullable String dialogId) {
                leg.call().execute(() -> {
                    if (success) {
                        leg.sessionWatch().accepted(message);
                    }
                    answered(offer, success, sdp, then.acknowledged());
                });
            }

            @Override
            public void failed(Throwable cause) {
                leg.call().execute(() -> {
                    answered(offer, false, null, then.acknowledged());
                    then.notSent().run();
                });
            }
        };
    }

    /** Another node has the call, and the session is as that one knows it. */
    private void notOurs(RemoteOffer offer, SendListener<SipResponse> heard, Throwable reason) {
        if (isOpen(offer)) {
            Sending.unavailable(offer.response());
        }
        heard.failed(reason);
    }

    /** The final response to an offer has gone, or none can go any more. */
    void answered(RemoteOffer offer, boolean success, @Nullable String sdp, Consumer<@Nullable String> acknowledged) {
        if (!isOpen(offer)) {
            return;
        }
        open = null;
        boolean weOffered = success && offer.sdp() == null && offer.isInvite();
        if (weOffered) {
            unanswered = new Unanswered(sdp, acknowledged);
        } else if (success) {
            leg.facts().agreed(sdp, offer.sdp(), null);
        } else if (offer.sdp() == null) {
            acknowledged.accept(null);
        }
        Due due = weOffered ? Due.ANSWER : success && offer.isInvite() ? Due.ACK : Due.NOTHING;
        leg.step(new DialogEvent.Answered(offer.id(), due));
    }

    /** The other side has cancelled its offer; the engine has answered it. */
    void withdrawn(RemoteOffer offer) {
        answered(offer, false, null, answer -> {});
    }

    /** Waits for the answer to the offer in our 2xx to the first INVITE. */
    void awaitAnswer(@Nullable String local, Consumer<@Nullable String> then) {
        unanswered = new Unanswered(local, then);
    }

    /** The ACK came, or will not come. */
    void acknowledged(@Nullable String sdp) {
        Unanswered waiting = unanswered;
        if (waiting != null) {
            unanswered = null;
            if (sdp != null) {
                leg.facts().agreed(waiting.local(), sdp, null);
            }
            waiting.then().accept(sdp);
        }
    }
}
