// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import io.srf.auth.ChallengeMachine;
import io.srf.auth.ChallengeMachine.Effect;
import io.srf.auth.ChallengeMachine.Event;
import io.srf.auth.ChallengeMachine.State;
import io.srf.auth.Challenges;
import io.srf.auth.CredentialLookup;
import io.srf.auth.Credentials;
import io.srf.auth.Login;
import io.srf.auth.Logins;
import io.srf.auth.Realm;
import io.srf.log.CallLogger;
import io.srf.sip.CSeq;
import io.srf.sip.HeaderName;
import io.srf.sip.SipRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the challenges of one request: runs the challenge machine, and writes the request that is sent again (RFC 3261 §22.2).
 *
 * <p>There is one challenge at a time, and the asking machine hands it over, so nothing here is touched by two threads at once.
 */
final class Authenticating {
    private static final Logger LOG = LoggerFactory.getLogger(Authenticating.class);

    private final SentRequest sent;
    private final OutgoingRequest request;
    private final Logins logins;
    private volatile State state = ChallengeMachine.START;

    Authenticating(SentRequest sent, OutgoingRequest request, OutgoingRequest.Signing signing) {
        this.sent = sent;
        this.request = request;
        this.logins = signing.logins();
    }

    /** A challenge came; {@code Answered} or {@code NoAnswer} follows. */
    void answer(ReceivedResponse response) {
        step(new Event.Challenged(Challenges.in(response.message())), response);
    }

    private void step(Event event, ReceivedResponse challenge) {
        ChallengeMachine.Step step = ChallengeMachine.step(state, event);
        state = step.state();
        for (Effect effect : step.effects()) {
            switch (effect) {
                case Effect.Find find -> find(find.realms(), challenge);
                case Effect.SendAgain send -> sendAgain(send.logins(), challenge);
                case Effect.GiveUp __ -> sent.on(new AskingMachine.Event.NoAnswer());
            }
        }
    }

    /** A look-up may block, so it leaves the thread of the link. */
    private void find(Set<Realm> realms, ReceivedResponse challenge) {
        CredentialLookup lookup = logins.lookup();
        Runnable looking = () -> step(new Event.Found(find(lookup, realms)), challenge);
        if (lookup instanceof Credentials) {
            looking.run();
            return;
        }
        try {
            sent.agent().runtime().executor().execute(looking);
        } catch (RejectedExecutionException shutDown) {
            step(new Event.Found(Map.of()), challenge);
        }
    }

    private Map<Realm, Credentials> find(CredentialLookup lookup, Set<Realm> realms) {
        Map<Realm, Credentials> found = new HashMap<>();
        for (Realm realm : realms) {
            try {
                Credentials credentials = lookup.find(realm.name());
                if (credentials != null) {
                    found.put(realm, credentials);
                }
            } catch (Throwable e) {
                CallLogger.error(
                        LOG, CallIds.of(sent.message()), "looking for the credentials of {} failed", realm.name(), e);
            }
        }
        return found;
    }

    private void sendAgain(Map<Realm, Login> found, ReceivedResponse challenge) {
        logins.learn(found);
        SipRequest before = sent.message();
        SipRequest.Builder again = request.message().toBuilder();
        if (request.dialogId() == null) {
            again.set(HeaderName.FROM, before.from())
                    .set(HeaderName.TO, before.to())
                    .set(HeaderName.CALL_ID, before.callId())
                    .set(HeaderName.CSEQ, new CSeq(before.cseq().number() + 1, before.method()));
        }
        SipRequest signed = OutgoingRequest.withAnswers(again, logins, before, before.uriText());
        String route = request.dialogId() == null ? NextHops.again(request, challenge.origin()) : null;
        sent.on(new AskingMachine.Event.Answered(
                new OutgoingRequest(signed, request.dialogId(), route, request.signing())));
    }
}
