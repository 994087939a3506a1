// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.app.Extras;
import io.srf.app.ReceivedResponse;
import io.srf.app.RequestListener;
import io.srf.app.SentRequest;
import io.srf.app.SipException;
import io.srf.internal.dialog.DialogEvent;
import io.srf.internal.dialog.DialogState;
import io.srf.sip.SipResponse;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The offers we make in a dialog, one after the other as the machine says (RFC 3261 §14.1). */
final class LocalOffers {
    private static final int TRYING = 100;

    private final Leg leg;
    private Map<Long, LocalOffer> offers = Map.of();
    private long lastId;
    private @Nullable Throwable failure;
    private @Nullable SipResponse success;
    private @Nullable SentRequest underWay;
    private boolean unacknowledged;

    LocalOffers(Leg leg) {
        this.leg = leg;
    }

    /** Adds an offer to those that wait. Returns its id. */
    long add(LocalOffer offer) {
        long id = keep(offer);
        leg.step(new DialogEvent.Offer(new DialogState.Offer(id, offer.retries())));
        return id;
    }

    /** Makes an offer before the first INVITE is answered: now, or not at all. Returns its id. */
    long addEarly(LocalOffer update) {
        long id = keep(update);
        leg.step(new DialogEvent.EarlyOffer(id));
        return id;
    }

    /** Whether none of ours is under way or waits. */
    boolean isEmpty() {
        return offers.isEmpty();
    }

    private long keep(LocalOffer offer) {
        long id = ++lastId;
        offers = offers.isEmpty() ? new HashMap<>() : offers;
        offers.put(id, offer);
        return id;
    }

    /** Cancels a re-INVITE that is under way; its end is heard as ever. */
    void cancel(long id) {
        LocalOffer offer = offers.get(id);
        SentRequest sent = underWay;
        if (offer != null && offer.isInvite() && sent != null) {
            sent.cancel(Extras.NONE);
        }
    }

    /** The machine says that this offer's turn has come. */
    void send(long id) {
        LocalOffer offer = offers.get(id);
        if (offer == null) {
            return;
        }
        LocalOffer now = offer.now();
        if (now == null) {
            SipException moot = Modify.nothingToOffer();
            leg.call().execute(() -> failed(id, moot.status(), moot));
        } else {
            underWay = Sending.inside(leg, now.in(leg), new Heard(id, now));
        }
    }

    private void progressed(long id, LocalOffer offer, SipResponse response) {
        if (offers.containsKey(id)) {
            offer.taker().provisional(response);
        }
    }

    private void answered(long id, LocalOffer offer, SipResponse response) {
        if (!offers.containsKey(id)) {
            acknowledgeLate(offer, response);
        } else if (!response.isSuccess()) {
            failed(id, response.status(), new SipException(response));
        } else if (offer.isInvite() && offer.sdp() == null) {
            unacknowledged = true;
            offer.taker().offered(response, answer -> acknowledge(id, response, answer));
        } else {
            if (offer.isInvite()) {
                Sending.ack(leg, null);
            }
            succeeded(id, response, offer.sdp(), Sdps.in(response));
        }
    }

    /** The dialog ended while the re-INVITE was out, and the other side accepted it (RFC 5407 §3.2.3). */
    private void acknowledgeLate(LocalOffer offer, SipResponse response) {
        if (offer.isInvite() && response.isSuccess()) {
            Sending.ack(leg, null);
        }
    }

    private void acknowledge(long id, SipResponse response, String answer) {
        if (unacknowledged && offers.containsKey(id)) {
            unacknowledged = false;
            Sending.ack(leg, answer);
            succeeded(id, response, answer, Sdps.in(response));
        }
    }

    private void succeeded(long id, SipResponse response, @Nullable String local, @Nullable String remote) {
        leg.hold().gave(local);
        leg.facts().agreed(local, remote, LegRecords.contact(response));
        leg.sessionWatch().answered(response);
        leg.identified(Identities.asserted(response));
        success = response;
        leg.step(new DialogEvent.OfferAnswered(id, response.status()));
        success = null;
    }

    private void failed(long id, int status, Throwable cause) {
        failure = cause;
        leg.step(new DialogEvent.OfferAnswered(id, status));
        failure = null;
    }

    /** The machine says how this offer ended. */
    void settle(long id, int status) {
        LocalOffer offer = taken(id);
        underWay = null;
        if (offer == null) {
            return;
        }
        SipResponse response = success;
        Throwable cause = failure;
        if (unacknowledged) {
            unacknowledged = false;
            Sending.ack(leg, leg.record().local().sdp());
        }
        if (response != null && response.status() == status) {
            offer.taker().accepted(response);
        } else {
            offer.taker().refused(cause == null ? new SipException(status) : cause);
        }
    }

    private @Nullable LocalOffer taken(long id) {
        if (offers.isEmpty()) {
            return null;
        }
        LocalOffer offer = offers.remove(id);
        offers = offers.isEmpty() ? Map.of() : offers;
        return offer;
    }

    private final class Heard implements RequestListener {
        private final long id;
        private final LocalOffer offer;

        Heard(long id, LocalOffer offer) {
            this.id = id;
            this.offer = offer;
        }

        @Override
        public void sent(SentRequest request) {
            leg.call().execute(() -> underWay = offers.containsKey(id) ? request : underWay);
        }

        @Override
        public void provisional(ReceivedResponse response) {
            if (response.status() > TRYING) {
                leg.call().execute(() -> progressed(id, offer, response.message()));
            }
        }

        @Override
        public void answered(ReceivedResponse response) {
            leg.call().execute(() -> LocalOffers.this.answered(id, offer, response.message()));
        }

        @Override
        public void failed(Throwable cause) {
            leg.call().execute(() -> LocalOffers.this.failed(id, Requests.statusOf(cause), cause));
        }
    }
}
