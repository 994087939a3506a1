// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.srf.server.transaction.ClientTransaction;
import io.srf.server.transaction.TransactionLayer;
import io.srf.server.transaction.TransactionsExhaustedException;
import io.srf.server.transport.Flow;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends calls that a target answered after its INVITE had gone to another one: ACK, then BYE (RFC 3261 §13.2.2.4). The application never hears of them.
 */
final class LateAnswers {
    private static final Logger LOG = LoggerFactory.getLogger(LateAnswers.class);

    /** How many forks of one INVITE are ended; more than that nobody has. */
    private static final int MAX_FORKS = 16;

    private final Dialogs dialogs;
    private final TransactionLayer layer;
    private final Acks acks;

    LateAnswers(Dialogs dialogs, TransactionLayer layer, Acks acks) {
        this.dialogs = dialogs;
        this.layer = layer;
        this.acks = acks;
    }

    /** Who hears each 2xx to this INVITE. */
    Consumer<SipResponse> to(ClientTransaction invite) {
        SipRequest request = invite.request();
        Flow flow = invite.flow();
        Map<String, SipRequest> sentAcks = new HashMap<>();
        return response -> {
            String tag = Objects.requireNonNullElse(response.to().tag(), "");
            SipRequest sent = sentAcks.get(tag);
            if (sent != null) {
                layer.repeatAck(sent, flow);
            } else if (dialogs.find(DialogKey.ofReceived(response)) != null) {
                acks.stray(response);
            } else if (sentAcks.size() < MAX_FORKS) {
                sentAcks.put(
                        tag,
                        hangUp(
                                DialogState.ofClient(request, response),
                                request.cseq().number(),
                                flow));
            }
        };
    }

    private SipRequest hangUp(DialogState state, int cseq, Flow flow) {
        SipRequest ack = layer.sendAck(state.request(Methods.ACK, cseq).build(), flow);
        try {
            layer.send(state.request(Methods.BYE, cseq + 1).build(), flow);
        } catch (TransactionsExhaustedException e) {
            LOG.warn("{}: a late answer could not be hung up: {}", state.callId(), e.getMessage());
        }
        return ack;
    }
}
