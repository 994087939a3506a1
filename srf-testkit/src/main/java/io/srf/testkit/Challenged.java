// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.testkit.internal.ua.ClientTransaction;
import java.net.InetSocketAddress;
import java.util.function.IntSupplier;

/** A request, other than INVITE, that is sent once more with an answer if it is challenged (RFC 3261 §22.2). */
final class Challenged implements ClientTransaction.User {
    private final Agent agent;
    private final SipRequest request;
    private final InetSocketAddress to;
    private final ClientTransaction.User user;
    private final IntSupplier nextCSeq;

    private Challenged(
            Agent agent, SipRequest request, InetSocketAddress to, ClientTransaction.User user, IntSupplier nextCSeq) {
        this.agent = agent;
        this.request = request;
        this.to = to;
        this.user = user;
        this.nextCSeq = nextCSeq;
    }

    static void send(
            Agent agent, SipRequest request, InetSocketAddress to, ClientTransaction.User user, IntSupplier nextCSeq) {
        agent.transactions.request(request, to, new Challenged(agent, request, to, user, nextCSeq));
    }

    @Override
    public void response(SipResponse response) {
        SipRequest again = agent.logins.answer(request, response, nextCSeq);
        if (again == null) {
            user.response(response);
        } else {
            send(agent, again, to, user, nextCSeq);
        }
    }

    @Override
    public void failed(SipResponse response) {
        user.failed(response);
    }
}
