// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.Srf;
import io.srf.app.DigestAuth;
import io.srf.auth.Credentials;
import io.srf.auth.Secret;
import io.srf.sip.DigestAlgorithm;
import io.srf.sip.DigestAnswer;
import io.srf.sip.HeaderName;
import io.srf.sip.SipRequest;
import io.srf.testkit.Call;
import io.srf.testkit.Phone;
import io.srf.testkit.SipTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Phones that have to say who they are (RFC 3261 §22). */
class DigestAuthTest {
    private static final String REALM = "home.example";

    @RegisterExtension
    final SipTest sip = SipTest.withApp(this::guarded);

    private final Phone alice = sip.phone("alice");
    private final Phone bob = sip.phone("bob").onCall(Call::answers);
    private final List<String> users = new ArrayList<>();
    private DigestAuth guard = DigestAuth.realm(REALM, new Credentials("alice", "secret"));

    private void guarded(Srf srf) {
        srf.use((req, res, next) -> guard.handle(req, res, next));
        srf.use((req, res, next) -> {
            users.add(DigestAuth.user(req) + " " + req.method());
            next.run();
        });
        srf.register((req, res) -> res.send(200));
        srf.options((req, res) -> res.send(200));
        srf.invite((req, res) -> srf.createB2BUA(req, res, bob.uri().toString()));
    }

    @Test
    void a_registration_is_asked_with_401_and_the_handlers_know_who_it_is() {
        alice.knows("alice", "secret").registers(REALM).sees(401).sees(200, "REGISTER");

        assertThat(users).containsExactly("AuthenticatedUser[name=alice, realm=home.example] REGISTER");
        assertThat(DigestAnswer.parse(alice.sent().request("REGISTER").header("Authorization"))
                        .algorithm())
                .isEqualTo(DigestAlgorithm.SHA_256);
    }

    @Test
    void a_call_is_asked_with_407_and_nothing_in_it_is_asked_again() {
        alice.knows("alice", "secret").calls("bob").sees(407).isInCall();
        alice.holds().sees(200, "INVITE");
        bob.sends("INFO", "Signal=5").sees(200, "INFO").hangsUp().sees(200, "BYE");

        alice.isTold("BYE").isIdle();
        bob.isIdle();
        assertThat(users).hasSize(1);
        assertThat(alice.received().responses(407)).hasSize(1);
    }

    @Test
    void a_wrong_password_is_asked_again_and_gets_no_further() {
        alice.knows("alice", "guess").calls("bob").sees(407).sees(407).isIdle();
        alice.knows("mallory", "guess").registers(REALM).sees(401).sees(401);
        assertThat(users).isEmpty();
        assertThat(bob.received().requests("INVITE")).isEmpty();
    }

    @Test
    void who_guesses_on_is_answered_403_for_the_rest_of_a_minute() {
        alice.knows("alice", "guess");
        for (int i = 0; i < 5; i++) {
            alice.registers(REALM).sees(401).sees(401);
        }
        alice.knows("alice", "secret").registers(REALM).sees(401).sees(403);

        sip.passes(Duration.ofMinutes(1));
        alice.registers(REALM).sees(200, "REGISTER");
    }

    @Test
    void a_request_that_is_heard_twice_is_refused_the_second_time() {
        alice.knows("alice", "secret").registers(REALM).sees(200, "REGISTER");
        SipRequest copied = alice.sent().request("REGISTER");
        Phone mallory = sip.phone("mallory");
        String again = copied.toBuilder()
                .replaceTopVia(copied.topVia().withParam("branch", "z9hG4bKcopied"))
                .set(HeaderName.CALL_ID, "copied")
                .build()
                .toString();

        mallory.sendsRaw(sip.world().address(), again).sees(401);
        assertThat(mallory.received().response(401).header("WWW-Authenticate")).contains("stale=true");
        assertThat(users).hasSize(1);
    }

    @Test
    void users_are_looked_up_and_the_realm_can_depend_on_the_request() {
        guard = DigestAuth.realm(
                req -> req.method().equals("OPTIONS") ? null : REALM,
                (user, realm) -> Secret.hash(DigestAlgorithm.MD5, DigestAlgorithm.MD5.hash(user, realm, "x" + user)),
                options -> options.algorithms(DigestAlgorithm.MD5).asServer());
        alice.knows("carol", "xcarol").calls("bob").sees(401).isInCall().hangsUp();
        bob.isTold("BYE").isIdle();

        alice.isIdle();
        sip.phone("old").sendsRaw(sip.world().address(), """
                        OPTIONS sip:desk SIP/2.0
                        Via: SIP/2.0/UDP 198.18.0.9:5060;branch=z9hG4bK1;rport
                        From: <sip:old@198.18.0.9>;tag=1
                        To: <sip:desk>
                        Call-ID: odd-1
                        CSeq: 1 OPTIONS
                        Content-Length: 0

                        """).sees(403);
    }

    @Test
    void a_look_up_that_fails_is_answered_500_and_lets_nobody_in() {
        guard = DigestAuth.realm(REALM, (user, realm) -> {
            throw new IllegalStateException("no database");
        });
        alice.knows("alice", "secret").registers(REALM).sees(401).sees(500);
        assertThat(users).isEmpty();
    }
}
