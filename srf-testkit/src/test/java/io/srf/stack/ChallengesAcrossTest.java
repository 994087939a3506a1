// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.app.DigestAuth;
import io.srf.auth.Credentials;
import io.srf.sip.DigestAlgorithm;
import io.srf.sip.DigestAnswer;
import io.srf.sip.DigestChallenge;
import io.srf.sip.HeaderName;
import io.srf.sip.SipRequest;
import io.srf.testkit.Call;
import org.junit.jupiter.api.Test;

/** Callees who want to know who calls, and callers who tell them across a back-to-back call (RFC 3261 §22). */
@OverEveryEngine
class ChallengesAcrossTest extends BridgedPhones {
    private static final String SECRET = "open sesame";
    private static final DigestChallenge CHALLENGE = DigestChallenge.of("bob.example", "n1", DigestAlgorithm.MD5);

    ChallengesAcrossTest(Linked linked) {
        super(linked);
    }

    /** Bob answers those who know the secret, and asks the others. */
    private void asks(int status, HeaderName challenge, HeaderName answer) {
        bob.onCall(call -> {
            SipRequest invite = bob.received().requests("INVITE").getLast();
            String answered = invite.header(answer);
            if (answered != null && DigestAnswer.parse(answered).matches(SECRET, "INVITE")) {
                call.answers();
            } else {
                call.rejects(status, refusal -> refusal.add(challenge, CHALLENGE));
            }
        });
    }

    private void hangsUp() {
        alice.hangsUp().isIdle();
        bob.isTold("BYE").isIdle();
    }

    @Test
    void a_caller_answers_the_401_of_the_called_side() {
        world.bridgesTo(bob);
        asks(401, HeaderName.WWW_AUTHENTICATE, HeaderName.AUTHORIZATION);
        alice.knows("alice", SECRET).calls(world.uri("bob")).sees(401).isInCall();

        assertThat(bob.received().requests("INVITE")).hasSize(2);
        hangsUp();
    }

    @Test
    void a_caller_answers_the_407_of_the_called_side() {
        world.bridgesTo(bob);
        asks(407, HeaderName.PROXY_AUTHENTICATE, HeaderName.PROXY_AUTHORIZATION);
        alice.knows("alice", SECRET).calls(world.uri("bob")).sees(407).isInCall();

        hangsUp();
    }

    @Test
    void a_challenge_is_not_doubled_where_all_headers_pass() {
        world.srf()
                .invite((req, res) ->
                        world.srf().createB2BUA(req, res, bob.uri().toString(), o -> o.proxyResponseHeaders("all")));
        asks(401, HeaderName.WWW_AUTHENTICATE, HeaderName.AUTHORIZATION);
        alice.calls(world.uri("bob")).sees(401).isIdle();

        assertThat(alice.received().response(401).all(HeaderName.WWW_AUTHENTICATE))
                .hasSize(1);
    }

    @Test
    void what_a_caller_told_us_is_not_told_to_the_called_side() {
        world.srf().use(DigestAuth.realm("desk.example", new Credentials("alice", SECRET)));
        world.bridgesTo(bob);
        bob.onCall(Call::answers);
        alice.knows("alice", SECRET).calls(world.uri("bob")).sees(407).isInCall();

        assertThat(bob.received().request("INVITE").has(HeaderName.PROXY_AUTHORIZATION))
                .isFalse();
        hangsUp();
    }

    @Test
    void a_password_of_the_applications_is_used_instead_of_the_callers() {
        world.srf()
                .invite((req, res) ->
                        world.srf().createB2BUA(req, res, bob.uri().toString(), o -> o.auth("desk", SECRET)));
        asks(401, HeaderName.WWW_AUTHENTICATE, HeaderName.AUTHORIZATION);
        alice.calls(world.uri("bob"), invite -> invite.add(HeaderName.AUTHORIZATION, "Digest username=\"x\""))
                .isInCall();

        assertThat(alice.received().responses(401)).isEmpty();
        hangsUp();
    }
}
