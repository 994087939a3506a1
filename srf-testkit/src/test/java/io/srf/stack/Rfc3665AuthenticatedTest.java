// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.app.Extras;
import io.srf.app.Handler;
import io.srf.app.Proxying;
import io.srf.auth.Credentials;
import io.srf.sip.DigestAlgorithm;
import io.srf.sip.DigestAnswer;
import io.srf.sip.DigestChallenge;
import io.srf.sip.Header;
import io.srf.sip.HeaderName;
import io.srf.sip.SipRequest;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The session of RFC 3665 §3.3: our application calls through two proxies that both want a password. */
class Rfc3665AuthenticatedTest extends BridgedPhones {
    private final ProxyNode second = new ProxyNode(world.sim(), "proxy-2");
    private final ProxyNode first = new ProxyNode(world.sim(), "proxy-1");

    @AfterEach
    void the_proxies_are_at_rest() {
        world.comesToRest();
        first.isAtRest();
        second.isAtRest();
        first.close();
        second.close();
    }

    /** Asks for the password of this realm, and sends on what has it. */
    private static Handler asks(String realm, String target) {
        DigestChallenge challenge = DigestChallenge.of(realm, "nonce of " + realm, DigestAlgorithm.SHA_256);
        return (req, res) -> {
            if (isAnswered(req.message(), realm)) {
                req.proxy(Proxying.to(target).remainInDialog().build());
            } else {
                res.send(407, Extras.of(Header.of(HeaderName.PROXY_AUTHENTICATE, challenge.toString())));
            }
        };
    }

    private static boolean isAnswered(SipRequest request, String realm) {
        for (Header header : request.all(HeaderName.PROXY_AUTHORIZATION)) {
            DigestAnswer answer = DigestAnswer.parse(header.value());
            if (answer.realm().equals(realm) && answer.matches("password of " + realm, request.method())) {
                return true;
            }
        }
        return false;
    }

    @Test
    @DisplayName("RFC 3665 §3.3")
    void both_proxies_ask_for_a_password_one_after_the_other() {
        second.invite(asks("biloxi.example.com", bob.uri().toString()));
        first.invite(asks("atlanta.example.com", second.uri("bob")));
        bob.answersAfter(Duration.ofSeconds(2));
        world.srf()
                .createUAC(
                        first.uri("bob"),
                        options ->
                                options.localSdp(SDP).auth(realm -> new Credentials("alice", "password of " + realm)));
        bob.isInCall();
        world.passes(Duration.ofSeconds(10));
        bob.hangsUp().isIdle();
        world.comesToRest();

        assertThat(bob.received().request("INVITE").cseq().number()).isEqualTo(3);
        GoldenLadder.matches("3.3-authentication", world.sim().ladder().between("engine", "proxy-1", "proxy-2", "bob"));
    }
}
