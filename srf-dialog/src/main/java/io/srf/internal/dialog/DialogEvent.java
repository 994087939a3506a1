// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.dialog;

import io.srf.TerminateReason;

/** What can happen to a dialog. */
public sealed interface DialogEvent {
    /**
     * The 2xx was sent or received.
     *
     * @param due what is to come now
     */
    record Confirmed(DialogState.Due due) implements DialogEvent {}

    /** We want to make an offer. */
    record Offer(DialogState.Offer offer) implements DialogEvent {}

    /** We want to make an offer before the first INVITE is answered, in an UPDATE (RFC 3311 §5.1). */
    record EarlyOffer(long id) implements DialogEvent {}

    /** Our offer got its final response, and an answer where one was due. */
    record OfferAnswered(long id, int status) implements DialogEvent {}

    /** The other side sent a re-INVITE. */
    record RemoteInvite(long id) implements DialogEvent {}

    /** The other side sent an UPDATE with a session description. */
    record RemoteUpdate(long id) implements DialogEvent {}

    /**
     * We sent the final response to the other side's offer.
     *
     * @param due what is to come now
     */
    record Answered(long id, DialogState.Due due) implements DialogEvent {}

    /** The ACK for our 2xx came. */
    record Ack() implements DialogEvent {}

    /** The ACK did not come, and will not come any more. */
    record AckOverdue() implements DialogEvent {}

    /** The pause after a 491 is over. */
    record PauseOver() implements DialogEvent {}

    /** We want to hang up. */
    record Hangup(TerminateReason reason) implements DialogEvent {}

    /** The other side hung up, or the engine did, or nobody knows the dialog any more: it is over now. */
    record Over(TerminateReason reason) implements DialogEvent {}

    /** The final response to our BYE came, or none can come. */
    record ByeAnswered() implements DialogEvent {}
}
