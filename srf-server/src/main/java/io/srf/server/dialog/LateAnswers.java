// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.srf.server.transaction.ClientTransaction;
import io.srf.server.transaction.TransactionLayer;
import io.srf.server.transaction.TransactionsExhaustedException;
import io.srf.server.transport.Flow;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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
    private final Routes routes;

    LateAnswers(Dialogs dialogs, TransactionLayer layer, Acks acks, Routes routes) {
        this.dialogs = dialogs;
        this.layer = layer;
        this.acks = acks;
        this.routes = routes;
    }

    /** Who hears each 2xx to this INVITE. */
    Consumer<SipResponse> to(ClientTransaction invite) {
        SipRequest request = invite.request();
        Flow flow = invite.flow();
        Map<String, Runnable> repeatedAcks = new HashMap<>();
        return response -> {
            String tag = Objects.requireNonNullElse(response.to().tag(), "");
            Runnable repeatedAck = repeatedAcks.get(tag);
            if (repeatedAck != null) {
                repeatedAck.run();
            } else if (dialogs.find(DialogKey.ofReceived(response)) != null) {
                acks.stray(response);
            } else if (repeatedAcks.size() < MAX_FORKS) {
                repeatedAcks.put(tag, findAndHangUp(DialogState.ofClient(request, response), flow));
            }
        };
    }

    /** Sends ACK and BYE once the way is known, which is that of the INVITE if there is no better; returns what sends the ACK again. */
    private Runnable findAndHangUp(DialogState state, Flow invited) {
        List<Runnable> repeated = new ArrayList<>(1);
        routes.to(
                state.nextHop(),
                Heard.at(invited),
                Routes.first(flow -> repeated.add(hangUp(state, flow)), why -> repeated.add(hangUp(state, invited))));
        return () -> repeated.forEach(Runnable::run);
    }

    private Runnable hangUp(DialogState state, Flow flow) {
        int cseq = state.localSeq();
        SipRequest ack = layer.sendAck(state.request(Methods.ACK, cseq).build(), flow);
        try {
            layer.send(state.request(Methods.BYE, cseq + 1).build(), flow);
        } catch (TransactionsExhaustedException e) {
            LOG.warn("{}: a late answer could not be hung up: {}", state.callId(), e.getMessage());
        }
        return () -> layer.repeatAck(ack, flow);
    }
}
