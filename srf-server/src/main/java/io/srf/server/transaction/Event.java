// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import io.srf.server.transport.Flow;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;

/** What happens to a machine. Responses were received by clients, and come from the transaction user for servers. */
sealed interface Event {
    /** Happens to {@link InviteClient} and {@link NonInviteClient}. */
    sealed interface OfClient extends Event {}

    /** Happens to {@link InviteServer} and {@link NonInviteServer}. */
    sealed interface OfServer extends Event {}

    /** Happens to {@link AnswerRetransmission}. */
    sealed interface OfAnswer extends Event {}

    /** A response. */
    sealed interface Response extends OfClient, OfServer {
        /** The response itself. */
        SipResponse response();

        /** The event that this response is. */
        static Response of(SipResponse response) {
            if (response.isProvisional()) {
                return new Provisional(response);
            }
            return response.isSuccess() ? new Success(response) : new Failure(response);
        }
    }

    /** A 1xx. */
    record Provisional(SipResponse response) implements Response {}

    /** A final response. */
    sealed interface Final extends Response {}

    /** A 2xx. */
    record Success(SipResponse response) implements Final {}

    /** A 300 to 699. */
    record Failure(SipResponse response) implements Final {}

    /** The request came again. */
    record Repeated() implements OfServer {}

    /** An ACK came. */
    record Ack(SipRequest ack, Flow flow) implements OfServer {}

    /** A timer that had been started this many milliseconds before. */
    record TimerFired(TimerName timer, long millis) implements OfClient, OfServer, OfAnswer {}

    /** Something could not be sent. */
    record TransportError(Throwable cause) implements OfClient, OfServer {}

    /** The peer's connection, over which alone it could be reached, has closed. */
    record FlowLost(Throwable cause) implements OfClient {}

    /** The user says that the response was acknowledged. */
    record Acknowledged() implements OfAnswer {}

    /** The transaction has terminated. */
    record Ended() implements OfAnswer {}
}
