// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import io.srf.flight.Recorder;
import io.srf.server.transport.Flow;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;

/**
 * Who takes the requests of one shard: the "TU" of RFC 3261 §17.
 *
 * <p>It is called on the shard's loop and must not block. It may call the layer and its transactions from within each of these methods. A method that
 * throws harms nobody else: the exception is logged with the Call-ID.
 */
public interface TransactionUser {
    /** Takes down what happens; one that takes nothing down unless the user has another. */
    default CallLog calls() {
        return new CallLog(Recorder.OFF);
    }

    /** Whether a request that belongs to no transaction may begin one; never asked of an ACK or CANCEL, nor of a repetition. */
    default Screening screen(SipRequest request, Flow flow) {
        return Screening.PASS;
    }

    /**
     * A new request, which must be answered; never an ACK or CANCEL.
     *
     * <p>An INVITE that has no answer when this returns gets a 100 from the layer. A request that nobody answers gets a 408 if it is an INVITE, and
     * nothing otherwise, when {@link #timeout} has been called. What this throws becomes the answer: the status that a {@link
     * io.srf.sip.SipParseException} suggests, 500 for anything else.
     */
    void request(ServerTransaction transaction);

    /** An ACK that belongs to a 2xx (RFC 3261 §13.3.1.4) or to nothing at all; every repetition is passed on. */
    void ack(SipRequest ack, Flow flow);

    /**
     * The caller gives up an INVITE that has no final response yet (RFC 3261 §9.2). The layer has answered the CANCEL; the INVITE's 487 is for this
     * method, or whoever it tells, to send.
     */
    void cancel(ServerTransaction invite, SipRequest cancel);

    /**
     * A response was not acknowledged within 64·T1, and is sent no more: for a 2xx the dialog should be ended with a BYE (RFC 3261 §13.3.1.4), for a
     * reliable 1xx the request refused with a 5xx (RFC 3262 §3). The transaction may have terminated before.
     */
    void unacknowledged(ServerTransaction transaction, SipResponse response);

    /**
     * Too late: no ACK came for a final response of 300 or more (Timer H), or the request was not answered for as long as it may be
     * ({@link TimerValues#answerInvite()}, 64·T1 for other requests).
     */
    void timeout(ServerTransaction transaction);

    /** A response could not be sent. An INVITE's transaction goes on (RFC 6026 §7.1), another one has ended. */
    void transportFailed(ServerTransaction transaction, Throwable cause);

    /** The last that is heard of a transaction; it no longer counts against any bound and its id names nothing. */
    void terminated(ServerTransaction transaction);

    /**
     * A response that belongs to no transaction, or a 2xx to an INVITE that has had another final response. A 2xx means that somebody waits for an ACK and
     * perhaps a BYE; anything else is best dropped (RFC 6026).
     */
    void strayResponse(SipResponse response, Flow flow);
}
