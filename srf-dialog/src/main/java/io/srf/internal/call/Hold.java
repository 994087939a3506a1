// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import static java.util.Objects.requireNonNull;

import io.srf.Sdp;
import io.srf.internal.call.LegListeners.Notice;
import io.srf.sip.SipResponse;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Holding, both ways (RFC 3264 §8.4).
 *
 * <p>What we would like to send and receive is remembered apart from what was agreed last: both sides may hold, and each ends its own hold alone.
 */
final class Hold {
    private final Leg leg;
    private @Nullable String own;
    private volatile boolean on;

    Hold(Leg leg) {
        this.leg = leg;
    }

    /** Goes on as another node has left it. */
    void restore() {
        own = LegRecords.path(leg.record()).heldSdp();
        on = own != null;
    }

    /** Whether we have put the other side on hold. Called by any thread. */
    boolean isOn() {
        return on;
    }

    /** This is our session description from now on, with nobody held. */
    void gave(@Nullable String sdp) {
        if (sdp != null) {
            own = sdp;
            on = false;
            leg.facts().holding(null);
        }
    }

    /** What we would like, if that was agreed last, is kept once. */
    void share() {
        String agreed = leg.record().local().sdp();
        own = agreed != null && agreed.equals(own) ? agreed : own;
    }

    /** Called by any thread. */
    CompletableFuture<String> hold() {
        CompletableFuture<String> result = new CompletableFuture<>();
        leg.call().execute(() -> hold(new Modify.Settling(leg, result)));
        return result;
    }

    /** Called by any thread. */
    CompletableFuture<String> unhold() {
        CompletableFuture<String> result = new CompletableFuture<>();
        leg.call().execute(() -> change(false, same -> same, new Modify.Settling(leg, result)));
        return result;
    }

    /** Puts the other side on hold. */
    void hold(LocalOffer.Taker taker) {
        change(true, Sdp::held, taker);
    }

    private void change(boolean held, UnaryOperator<Sdp> edit, LocalOffer.Taker taker) {
        if (own() == null) {
            taker.refused(Modify.nothingToOffer());
        } else {
            Change change = new Change(held, edit, taker);
            leg.localOffers().add(LocalOffer.reinvite(change::offer, change));
        }
    }

    /** Offers once more what the other side had, as it may have accepted what nobody here knows of; an offer of ours that is under way or waits does as well. */
    void offerAgain() {
        if (own() == null || !leg.localOffers().isEmpty()) {
            return;
        }
        Change change =
                new Change(on, on ? Sdp::held : same -> same, new Modify.Settling(leg, new CompletableFuture<>()));
        leg.localOffers().add(LocalOffer.reinvite(() -> afterUnknown(change.offer()), change));
    }

    /** What was accepted is the version that follows ours, most likely; so this is the one after that. */
    private static String afterUnknown(String offer) {
        return Sdp.edit(offer, sdp -> sdp.withOrigin(sdp.origin().next().next()));
    }

    /** Begins or ends our hold. */
    private final class Change implements LocalOffer.Taker {
        private final boolean held;
        private final UnaryOperator<Sdp> edit;
        private final LocalOffer.Taker taker;
        private @Nullable String before;

        Change(boolean held, UnaryOperator<Sdp> edit, LocalOffer.Taker taker) {
            this.held = held;
            this.edit = edit;
            this.taker = taker;
        }

        /** What is offered, now that its turn has come. */
        String offer() {
            before = requireNonNull(own(), "there was one when it was asked for");
            return newer(before, edit);
        }

        @Override
        public void accepted(SipResponse response) {
            own = before;
            on = held;
            leg.facts().holding(held ? before : null);
            taker.accepted(response);
        }

        @Override
        public void refused(Throwable cause) {
            taker.refused(cause);
        }
    }

    /** Our answer to an offer, as far as it and our own hold allow (RFC 3264 §6.1); null if we have nothing to answer with. */
    @Nullable String answerTo(@Nullable String offer) {
        String ours = own();
        if (ours == null) {
            return null;
        }
        Sdp theirs = Sdp.read(offer);
        return newer(ours, sdp -> {
            Sdp wanted = on ? sdp.held() : sdp;
            return theirs == null ? wanted : wanted.answering(theirs);
        });
    }

    /** A description that was in use before, as a new offer. */
    String again(String sdp) {
        return newer(sdp, same -> same);
    }

    private @Nullable String own() {
        return own == null ? leg.record().local().sdp() : own;
    }

    /** The edited description: the one agreed last if nothing else has changed, else with the version after it (RFC 3264 §8). */
    private String newer(String text, UnaryOperator<Sdp> edit) {
        Sdp last = Sdp.read(leg.record().local().sdp());
        return Sdp.edit(text, sdp -> {
            Sdp edited = edit.apply(sdp);
            if (last == null) {
                return edited;
            }
            boolean unchanged = edited.withOrigin(last.origin()).equals(last);
            return unchanged ? last : edited.withOrigin(last.origin().next());
        });
    }

    /** Tells listeners when the other side's offer begins or ends a hold. */
    void noticed(RemoteOffer offer) {
        boolean before = holds(leg.record().remote().sdp());
        boolean now = holds(offer.sdp());
        if (offer.sdp() != null && before != now) {
            leg.listeners().tell(leg, now ? Notice.HOLD : Notice.UNHOLD, offer.request());
        }
    }

    private static boolean holds(@Nullable String text) {
        Sdp sdp = Sdp.read(text);
        return sdp != null && sdp.isHold();
    }
}
