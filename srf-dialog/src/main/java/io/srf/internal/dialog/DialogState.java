// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.dialog;

import io.srf.TerminateReason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where an INVITE dialog stands.
 *
 * @param caller whether we sent the INVITE that made it
 * @param phase of its life
 * @param talk which offer and answer are under way
 * @param waiting our own offers that wait for their turn, the first one first
 * @param reason why it ends, as the first to end it saw it; null before
 */
public record DialogState(
        boolean caller,
        Phase phase,
        Talk talk,
        List<Offer> waiting,
        @Nullable TerminateReason reason) {
    /** How many of our own offers may wait; more are refused. */
    public static final int MAX_WAITING = 32;

    /** No offer under way. */
    public static final Talk IDLE = new Talk.Idle();

    /** A dialog's life. */
    public enum Phase {
        /** No 2xx yet (RFC 3261 §12.1). */
        EARLY,
        /** A 2xx was sent or received. */
        CONFIRMED,
        /** We want to hang up, but must wait for the ACK to our 2xx (RFC 3261 §15). */
        LEAVING,
        /** Our BYE is out. */
        TERMINATING,
        /** It is over. */
        TERMINATED
    }

    /** Which offer and answer are under way; never more than one (RFC 3264 §4). */
    public sealed interface Talk {
        /** None. */
        record Idle() implements Talk {}

        /**
         * We sent a 2xx to an INVITE, its ACK has not come.
         *
         * @param answerDue whether the 2xx held an offer, which the ACK is to answer
         */
        record AwaitingAck(boolean answerDue) implements Talk {}

        /** Our offer waits for its answer. */
        record Offering(Offer offer) implements Talk {}

        /** Our offer met a 491 and waits to be sent again; the other side may offer meanwhile (RFC 3261 §14.1). */
        record BackingOff(Offer offer) implements Talk {}

        /** The other side's offer waits for our answer. */
        record Answering(long id) implements Talk {}
    }

    /** What our 2xx makes the other side owe us. */
    public enum Due {
        /** Nothing: it was an UPDATE, or we received the 2xx. */
        NOTHING,
        /** An ACK. */
        ACK,
        /** An ACK with the answer to the offer in our 2xx. */
        ANSWER
    }

    /**
     * An offer of ours: a re-INVITE, or an UPDATE with a session description.
     *
     * @param id names it in events and effects
     * @param retries how often it may be sent again after a 491
     */
    public record Offer(long id, int retries) {
        Offer oneRetryLess() {
            return new Offer(id, retries - 1);
        }
    }

    /** A dialog that is being made. */
    public static DialogState early(boolean caller) {
        return new DialogState(caller, Phase.EARLY, IDLE, List.of(), null);
    }

    DialogState in(Phase newPhase) {
        return new DialogState(caller, newPhase, talk, waiting, reason);
    }

    DialogState with(Talk newTalk) {
        return new DialogState(caller, phase, newTalk, waiting, reason);
    }

    DialogState with(List<Offer> newWaiting) {
        return new DialogState(caller, phase, talk, List.copyOf(newWaiting), reason);
    }

    DialogState because(TerminateReason why) {
        return reason == null ? new DialogState(caller, phase, talk, waiting, why) : this;
    }

    DialogState withLast(Offer offer) {
        List<Offer> more = new ArrayList<>(waiting);
        more.add(offer);
        return with(more);
    }

    DialogState withFirst(Offer offer) {
        List<Offer> more = new ArrayList<>(waiting);
        more.add(0, offer);
        return with(more);
    }
}
