// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.srf.server.dialog.ResponseRules.Finding;
import io.srf.server.transaction.ClientTransaction;
import io.srf.server.transaction.TransactionLayer;
import io.srf.server.transport.Flow;
import io.srf.sip.Header;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Ends calls that a target answered after its INVITE had gone to another one: ACK, then BYE (RFC 3261 §13.2.2.4). The application never hears of them.
 */
final class LateAnswers {
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
        Map<String, Runnable> repeatedAcks = new HashMap<>();
        return response -> {
            Finding finding = ResponseRules.check(request, response);
            Header named = response.first(HeaderName.TO);
            String callee = named == null ? "" : named.value();
            Runnable repeatedAck = repeatedAcks.get(callee);
            Dialog known = dialogs.find(DialogKey.ofReceived(finding.response()));
            if (repeatedAck != null) {
                repeatedAck.run();
            } else if (known != null) {
                acks.repeat(known, finding.response());
            } else if (repeatedAcks.size() < MAX_FORKS) {
                Farewell farewell = new Farewell(DialogState.ofClient(request, finding.response()), named);
                repeatedAcks.put(
                        callee,
                        finding.leadsNowhere()
                                ? hangUp(farewell, invite.flow())
                                : findAndHangUp(farewell, invite.flow()));
            }
        };
    }

    /**
     * ACK and BYE to a callee.
     *
     * @param named what it calls itself, which nobody else needs to be able to read; null if it does not say
     */
    private record Farewell(DialogState state, @Nullable Header named) {
        SipRequest request(String method, int cseq) {
            SipRequest.Builder request = state.request(method, cseq);
            return (named == null ? request : request.set(named)).build();
        }
    }

    /** Sends ACK and BYE once the way is known, which is that of the INVITE if there is no better; returns what sends the ACK again. */
    private Runnable findAndHangUp(Farewell farewell, Flow invited) {
        List<Runnable> repeated = new ArrayList<>(1);
        routes.to(
                farewell.state.nextHop(),
                Heard.at(invited),
                Routes.first(
                        flow -> repeated.add(hangUp(farewell, flow)), why -> repeated.add(hangUp(farewell, invited))));
        return () -> repeated.forEach(Runnable::run);
    }

    private Runnable hangUp(Farewell farewell, Flow flow) {
        int cseq = farewell.state.localSeq();
        SipRequest ack = layer.sendAck(farewell.request(Methods.ACK, cseq), flow);
        layer.send(farewell.request(Methods.BYE, cseq + 1), flow);
        return () -> layer.repeatAck(ack, flow);
    }
}
