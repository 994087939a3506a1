// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.Srf;
import io.srf.app.Extras;
import io.srf.sip.DigestAlgorithm;
import io.srf.sip.DigestAnswer;
import io.srf.sip.DigestChallenge;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A phone that is challenged (RFC 3261 §22, RFC 8760). */
class PhoneLoginTest {
    private static final String SECRET = "open sesame";

    @RegisterExtension
    final SipTest sip = SipTest.withApp(this::guarded);

    private final Phone alice = sip.phone("alice");
    private final Phone bob = sip.phone("bob").onCall(Call::answers);
    private final List<String> challenges = new ArrayList<>(List.of(
            "Digest realm=\"home\", nonce=\"x\", algorithm=SHA-3, qop=\"auth\"",
            DigestChallenge.of("home", "sha", DigestAlgorithm.SHA_256).toString(),
            DigestChallenge.of("home", "md5", DigestAlgorithm.MD5).toString()));

    /** Lets those in who know the secret, and connects their calls to bob. */
    private void guarded(Srf srf) {
        srf.use((req, res, next) -> {
            String header = req.header("Authorization");
            if (header != null && DigestAnswer.parse(header).matches(SECRET, req.method())) {
                next.run();
            } else {
                Extras extras = Extras.NONE;
                for (String challenge : challenges) {
                    extras = extras.header("WWW-Authenticate", challenge);
                }
                res.send(401, extras);
            }
        });
        srf.register((req, res) -> res.send(200));
        srf.invite((req, res) -> srf.createB2BUA(req, res, bob.uri().toString()));
    }

    @Test
    void a_registration_is_sent_again_with_an_answer() {
        alice.knows("alice", SECRET).registers("home.example").sees(401).sees(200, "REGISTER");

        List<SipRequest> registers = alice.sent().requests("REGISTER");
        assertThat(registers).extracting(request -> request.cseq().number()).containsExactly(1, 2);
        assertThat(registers).extracting(SipRequest::callId).containsOnly("alice-call-1");
        assertThat(registers).extracting(SipRequest::uriText).containsOnly("sip:home.example");
        assertThat(registers.getLast().to().uri()).hasToString("sip:alice@home.example");
        DigestAnswer answer = DigestAnswer.parse(registers.getLast().header("Authorization"));
        assertThat(answer.nonce()).isEqualTo("sha");
        assertThat(answer.count()).isEqualTo(1);
    }

    @Test
    void the_first_challenge_that_is_understood_is_answered_with_a_count_that_grows() {
        challenges.removeFirst();
        challenges.removeFirst();
        alice.knows("alice", SECRET).registers().sees(200).registers().sees(200);
        alice.registers("home.example", Duration.ZERO).sees(200);

        DigestAnswer answer =
                DigestAnswer.parse(alice.sent().request("REGISTER").header("Authorization"));
        assertThat(answer.algorithm()).isEqualTo(DigestAlgorithm.MD5);
        assertThat(answer.count()).isEqualTo(3);
        assertThat(alice.sent().request("REGISTER").header("Expires")).isEqualTo("0");
    }

    @Test
    void a_call_goes_through_after_its_challenge() {
        alice.knows("alice", SECRET).calls("bob").sees(401).isInCall();

        assertThat(alice.sent().request("ACK").header("Authorization")).isNotNull();
        alice.hangsUp().isIdle();
        bob.isTold("BYE").isIdle();
    }

    @Test
    void a_wrong_password_is_tried_once() {
        alice.knows("alice", "guess").calls("bob").sees(401).sees(401).isIdle();
        assertThat(alice.sent().requests("INVITE")).hasSize(2);
        assertThat(alice.call().status()).isEqualTo(401);
    }

    @Test
    void a_stale_nonce_is_answered_anew() {
        alice.knows("alice", "guess");
        challenges.clear();
        challenges.add(DigestChallenge.of("home", "old", DigestAlgorithm.MD5)
                .withStale()
                .toString());
        alice.registers().sees(401);
        alice.knows("alice", SECRET);
        alice.isNotTold("OPTIONS", Duration.ofSeconds(1));
        assertThat(alice.received().responses(200)).hasSize(1);
    }

    @Test
    void without_a_password_a_challenge_is_a_refusal() {
        alice.calls("bob").sees(401).isIdle();
        assertThat(alice.sent().requests("INVITE")).hasSize(1);
    }

    @Test
    void a_call_that_is_cancelled_is_not_tried_again() {
        Hold challenge = sip.network().hold(packet -> packet.isResponse(401, "INVITE"));
        alice.knows("alice", SECRET).calls("bob").sees(100).cancels();
        sip.passes(Duration.ofMillis(100));
        challenge.release();
        alice.isIdle();
        assertThat(alice.sent().requests("INVITE")).hasSize(1);
    }

    @Test
    void phones_answer_each_others_challenges_inside_a_call_too() {
        try (SimWorld world = SimWorld.seeded(1)) {
            Phone carol = world.phone("carol").knows("carol", SECRET);
            Phone dave = world.phone("dave").onCall(Call::answers);
            carol.calls(dave).isInCall();
            dave.repliesTo("INFO", 407, response -> demands(response));
            carol.sends("INFO").sees(407, "INFO").sees(407, "INFO");

            SipRequest info = dave.received().request("INFO");
            assertThat(info.cseq().number()).isEqualTo(3);
            assertThat(DigestAnswer.parse(info.header("Proxy-Authorization")).matches(SECRET, "INFO"))
                    .isTrue();
            carol.hangsUp();
            world.comesToRest();
        }
    }

    private static void demands(SipResponse.Builder response) {
        response.add(
                io.srf.sip.HeaderName.PROXY_AUTHENTICATE,
                DigestChallenge.of("proxy", "n", DigestAlgorithm.SHA_512_256));
    }
}
