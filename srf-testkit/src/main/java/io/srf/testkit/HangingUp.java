// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.testkit.internal.ua.ClientTransaction;
import io.srf.testkit.internal.ua.Dialog;
import java.util.function.Consumer;

/** A BYE: the call is over when it is answered, whatever the answer is, or after a time without one (RFC 3261 §15.1.1). */
final class HangingUp implements ClientTransaction.User {
    private final Agent agent;
    private final Runnable done;

    private HangingUp(Agent agent, Runnable done) {
        this.agent = agent;
        this.done = done;
    }

    static void send(Agent agent, Dialog dialog, Consumer<SipRequest.Builder> edit, Runnable done) {
        Challenged.send(
                agent,
                agent.complete(Methods.BYE, dialog.request(Methods.BYE), edit),
                agent.addressOf(dialog.nextHop()),
                new HangingUp(agent, done),
                dialog::nextCSeq);
    }

    @Override
    public void response(SipResponse response) {
        if (response.isFinal()) {
            done.run();
        }
    }

    @Override
    public void failed(SipResponse response) {
        agent.notice(response);
        done.run();
    }
}
