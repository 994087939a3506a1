// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.sip.CSeq;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.NameAddr;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.sip.SipUri;
import io.srf.testkit.internal.ua.ClientTransaction;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A phone's registrations: one Call-ID, and numbers that grow (RFC 3261 §10.2). */
final class Registering implements ClientTransaction.User {
    private final Agent agent;
    private @Nullable String callId;
    private int cseq;

    Registering(Agent agent) {
        this.agent = agent;
    }

    /** Registers the phone's name in a domain for so long; zero removes it. */
    void register(String domain, Duration expires) {
        String known = callId == null ? agent.ids.callId() : callId;
        callId = known;
        SipUri registrar = SipUri.parse("sip:" + domain);
        NameAddr record = NameAddr.of(registrar.withUser(agent.name));
        SipRequest.Builder builder = agent.request(Methods.REGISTER, registrar, known)
                .set(HeaderName.FROM, record.withTag(agent.ids.tag()))
                .set(HeaderName.TO, record)
                .set(HeaderName.CSEQ, new CSeq(nextCSeq(), Methods.REGISTER))
                .set(HeaderName.EXPIRES, expires.toSeconds());
        InetSocketAddress to = agent.firstHop(registrar);
        Challenged.send(agent, agent.complete(Methods.REGISTER, builder, edit -> {}), to, this, this::nextCSeq);
    }

    private int nextCSeq() {
        return ++cseq;
    }

    @Override
    public void response(SipResponse response) {}

    @Override
    public void failed(SipResponse response) {
        agent.notice(response);
    }
}
