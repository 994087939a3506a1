// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import io.srf.sip.SipMessage;
import io.srf.sip.SipResponse;

/**
 * What a machine asks of its driver. Effects are performed in order: first sending and timers, then what the user is told, so that a user who acts at once
 * finds the machine settled, and {@link Terminated} last.
 */
sealed interface Effect {
    /** Asked by {@link InviteClient}, {@link NonInviteClient} and {@link InviteCancel}. */
    sealed interface OfClient extends Effect {}

    /** Asked by {@link InviteServer} and {@link NonInviteServer}. */
    sealed interface OfServer extends Effect {}

    /** Asked by {@link AnswerRetransmission}. */
    sealed interface OfAnswer extends Effect {}

    /** The one {@link Resend}. */
    Resend RESEND = new Resend();
    /** The one {@link InformTimeout}. */
    InformTimeout INFORM_TIMEOUT = new InformTimeout();
    /** The one {@link Terminated}. */
    Terminated TERMINATED = new Terminated();

    /** Send a message. */
    record Send(SipMessage message) implements OfClient, OfServer {}

    /** Send the last message again, the same bytes; nothing if none was sent. */
    record Resend() implements OfClient, OfServer, OfAnswer {}

    /** Send the ACK of an INVITE's failure (RFC 3261 §17.1.1.3). */
    record SendAck(SipResponse response) implements OfClient {}

    /** Send the INVITE's CANCEL, in a transaction of its own (RFC 3261 §9.1). */
    record SendCancel() implements OfClient {}

    /** Cancel the INVITE as if its user had asked for it. */
    record Cancel() implements OfClient {}

    /** Start a timer, in place of one of the same name. */
    record StartTimer(TimerName timer, long millis) implements OfClient, OfServer, OfAnswer {}

    /** Stop a timer if it runs. */
    record StopTimer(TimerName timer) implements OfClient, OfServer, OfAnswer {}

    /** Give the response to the user. */
    record Deliver(SipResponse response) implements OfClient {}

    /** Give the user a 2xx that is no longer expected. */
    record DeliverStray(SipResponse response) implements OfClient {}

    /** Give the user the ACK of a 2xx. */
    record DeliverAck(Event.Ack ack) implements OfServer {}

    /** Tell the user that it is too late. */
    record InformTimeout() implements OfClient, OfServer {}

    /** Tell the user that something could not be sent. */
    record InformTransportError(Throwable cause) implements OfClient, OfServer {}

    /** Tell the user that the response was not acknowledged. */
    record InformUnacknowledged() implements OfAnswer {}

    /** Stop all timers and forget the transaction. */
    record Terminated() implements OfClient, OfServer {}
}
