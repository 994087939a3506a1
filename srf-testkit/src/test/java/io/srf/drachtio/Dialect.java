// SPDX-License-Identifier: Apache-2.0
package io.srf.drachtio;

import io.srf.sip.Methods;
import io.srf.sip.SipMessage;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.wire.Origin;
import io.srf.wire.Reply;
import io.srf.wire.ServerMessage;
import io.srf.wire.ServerMessage.Incoming;

/** How a drachtio-server puts what our engine says, as its recorded conversations show. */
final class Dialect {
    private Dialect() {}

    static ServerMessage of(ServerMessage message, Calls calls) {
        return switch (message) {
            case Incoming in -> incoming(in, calls);
            case Reply.Sent sent -> sent(sent);
            default -> message;
        };
    }

    private static Incoming incoming(Incoming in, Calls calls) {
        Origin origin = isAck(in.message()) ? withoutProtocol(in.origin()) : in.origin();
        String dialogId = in.dialogId() == null ? null : Calls.known(in.dialogId());
        return new Incoming(in.id(), origin, calls.transactionOf(in), dialogId, in.receivedOn(), in.message());
    }

    /** No protocol is told of responses but those to INVITE, and no dialog with the 200 that ends it. */
    private static Reply.Sent sent(Reply.Sent sent) {
        String method = sent.message() instanceof SipResponse response ? response.method() : Methods.INVITE;
        Origin origin = method.equals(Methods.INVITE) ? sent.origin() : withoutProtocol(sent.origin());
        String dialogId = sent.dialogId() == null || method.equals(Methods.BYE) ? null : Calls.known(sent.dialogId());
        return new Reply.Sent(sent.id(), sent.inReplyTo(), origin, sent.transactionId(), dialogId, sent.message());
    }

    private static boolean isAck(SipMessage message) {
        return message instanceof SipRequest request && request.is(Methods.ACK);
    }

    private static Origin withoutProtocol(Origin origin) {
        return new Origin(origin.source(), origin.bytes(), "", origin.address(), origin.port(), origin.time());
    }
}
