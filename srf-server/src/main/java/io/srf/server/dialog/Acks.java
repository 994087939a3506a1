// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.srf.log.CallLogger;
import io.srf.server.transaction.TransactionLayer;
import io.srf.server.transport.Flow;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ACKs of 2xx (RFC 3261 §13.2.2.4): the first of each is the application's, or the engine's own where that can send none; each repetition of the 2xx is
 * answered with it again.
 */
final class Acks {
    private static final Logger LOG = LoggerFactory.getLogger(Acks.class);

    private final Dialogs dialogs;
    private final TransactionLayer layer;
    private final Routes routes;

    Acks(Dialogs dialogs, TransactionLayer layer, Routes routes) {
        this.dialogs = dialogs;
        this.layer = layer;
        this.routes = routes;
    }

    /** Sends the ACK that an application owes but can send no more. */
    void send(Dialog dialog) {
        int cseq = dialog.answeredSeq();
        routes.to(
                dialog.state().nextHop(),
                dialog.heard(),
                Routes.first(flow -> send(dialog, cseq, flow), why -> send(dialog, cseq, dialog.flow())));
    }

    private void send(Dialog dialog, int cseq, Flow flow) {
        send(dialog.state().request(Methods.ACK, cseq).build(), dialog, flow);
    }

    /** Sends an ACK of the dialog's, all there but its topmost Via; returns it as sent. */
    SipRequest send(SipRequest ack, Dialog dialog, Flow flow) {
        SipRequest sent = layer.sendAck(ack, flow);
        dialog.acknowledged(new LastAck.Sent(sent.cseq().number(), sent, flow));
        return sent;
    }

    /** Whether a response to an INVITE is a 2xx that came before; it gets its ACK again, if there was one. */
    boolean repeatFor(SentRequest request, SipResponse response) {
        if (!response.isSuccess()) {
            return false;
        }
        Dialog dialog = dialogs.find(DialogKey.ofReceived(response));
        if (dialog == null) {
            return isTooLate(request, response);
        }
        if (dialog.answeredSeq() != response.cseq().number()) {
            return false;
        }
        repeat(dialog.ack(), response.cseq().number());
        return true;
    }

    /** A 2xx of a dialog that is over: it has had its ACK and gets it again; one to an INVITE of the engine's own gets it now. */
    private boolean isTooLate(SentRequest request, SipResponse response) {
        int cseq = response.cseq().number();
        Dialog inside = request.inside();
        LastAck before = inside == null ? request.answeredBy(response) : inside.ack();
        if (before != null && before.sentFor(cseq) != null) {
            repeat(before, cseq);
        } else if (inside != null && request.own() != null) {
            inside.answeredSeq(cseq);
            send(inside);
        }
        return before != null;
    }

    /** A 2xx to an INVITE of ours in this dialog came, perhaps not for the first time: false if there is no ACK of it that could be sent again. */
    boolean repeat(Dialog dialog, SipResponse success) {
        int cseq = success.cseq().number();
        repeat(dialog.ack(), cseq);
        return dialog.ack().sentFor(cseq) != null;
    }

    private void repeat(LastAck ack, int cseq) {
        LastAck.Sent sent = ack.sentFor(cseq);
        if (sent != null && sent.flow().isOpen()) {
            layer.repeatAck(sent.message(), sent.flow());
        } else if (sent != null) {
            findAndRepeat(ack, sent);
        }
    }

    /** Sends an ACK again whose way has closed: by the one that leads to the peer now. */
    private void findAndRepeat(LastAck ack, LastAck.Sent before) {
        SipRequest message = before.message();
        Dialog dialog = dialogs.find(DialogKey.ofSent(message));
        routes.to(
                dialog == null ? Routes.firstHop(message) : dialog.state().nextHop(),
                dialog == null ? null : dialog.heard(),
                Routes.first(
                        flow -> {
                            SipRequest sent = layer.sendAck(
                                    message.toBuilder().removeTopVia().build(), flow);
                            ack.sentAgain(before, new LastAck.Sent(before.cseq(), sent, flow));
                        },
                        why -> CallLogger.debug(LOG, message.callId(), "an ACK cannot be sent again: {}", why)));
    }
}
