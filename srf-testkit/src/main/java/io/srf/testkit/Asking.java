// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.testkit.internal.ua.ClientTransaction;
import java.net.InetSocketAddress;
import java.util.function.IntSupplier;

/** A request of whose response the phone only takes note; 481 or 408 ends the call it belongs to (RFC 3261 §12.2.1.2). */
final class Asking implements ClientTransaction.User {
    private final Agent agent;
    private final Runnable onLostDialog;

    private Asking(Agent agent, Runnable onLostDialog) {
        this.agent = agent;
        this.onLostDialog = onLostDialog;
    }

    static void send(
            Agent agent, SipRequest request, InetSocketAddress to, Runnable onLostDialog, IntSupplier nextCSeq) {
        Challenged.send(agent, request, to, new Asking(agent, onLostDialog), nextCSeq);
    }

    @Override
    public void response(SipResponse response) {
        if (response.status() == 481 || response.status() == 408) {
            onLostDialog.run();
        }
    }

    @Override
    public void failed(SipResponse response) {
        agent.notice(response);
        response(response);
    }
}
