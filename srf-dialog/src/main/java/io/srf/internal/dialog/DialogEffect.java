// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.dialog;

/** What is to be done after a step of the dialog machine. */
public sealed interface DialogEffect {
    /** Send this offer of ours. */
    record Send(long id) implements DialogEffect {}

    /**
     * Tell whoever wanted this offer how it ended.
     *
     * @param status of the final response, or 481 if the dialog ended before one came
     */
    record Settle(long id, int status) implements DialogEffect {}

    /** Hand the other side's offer to whoever answers it. */
    record Deliver(long id) implements DialogEffect {}

    /**
     * Refuse the other side's offer.
     *
     * @param retryAfter whether to say when to try again (RFC 3261 §14.2)
     */
    record Refuse(long id, int status, boolean retryAfter) implements DialogEffect {}

    /** Send BYE. */
    record SendBye() implements DialogEffect {}

    /** Wait as RFC 3261 §14.1 says, then report PauseOver. */
    record StartPause() implements DialogEffect {}

    /** Wait no more. */
    record StopPause() implements DialogEffect {}

    /** Report AckOverdue when no ACK can come any more. */
    record StartAckTimer() implements DialogEffect {}

    /** The ACK is here, or of no interest. */
    record StopAckTimer() implements DialogEffect {}

    /** The dialog is over; said once. */
    record Ended() implements DialogEffect {}
}
