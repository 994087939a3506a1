// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.RAck;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.testkit.internal.ua.Dialog;
import java.util.HashMap;
import java.util.Map;

/** The PRACKs of a caller: one for each reliable provisional response, in order in each dialog (RFC 3262 §4). */
final class Pracking {
    static final String RELIABLE = "100rel";

    private final Call call;
    private final Map<String, Integer> last = new HashMap<>();
    private boolean described;

    Pracking(Call call) {
        this.call = call;
    }

    /** Whether a reliable response has answered the offer already. */
    boolean isDescribed() {
        return described;
    }

    /** Acknowledges a provisional response if it is reliable and the next one; takes or gives an answer. */
    void received(SipResponse response, Dialog dialog) {
        Agent agent = call.agent;
        if (!agent.extensions.contains(RELIABLE) || !response.lists(HeaderName.REQUIRE, RELIABLE)) {
            return;
        }
        Integer before = last.get(dialog.id().remoteTag());
        int rseq = response.rseq();
        if (before != null && rseq != before + 1) {
            return;
        }
        last.put(dialog.id().remoteTag(), rseq);
        SipRequest.Builder prack = dialog.request(Methods.PRACK).set(HeaderName.RACK, new RAck(rseq, response.cseq()));
        if (Sdp.in(response) != null) {
            describe(response, prack);
        }
        SipRequest request = agent.complete(Methods.PRACK, prack, edit -> {});
        Asking.send(agent, request, agent.addressOf(dialog.nextHop()), () -> {}, dialog::nextCSeq);
    }

    private void describe(SipResponse response, SipRequest.Builder prack) {
        if (described) {
            return;
        }
        described = true;
        call.media.take(response);
        String answer = call.media.answerIfAsked();
        if (answer != null) {
            prack.body(answer, Sdp.TYPE);
        }
    }
}
