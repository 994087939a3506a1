// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.app.Extras;
import io.srf.app.Proxying;
import io.srf.sip.SipRequest;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The sessions of RFC 3665 §3 that are about proxies and redirect servers, as golden ladders; {@code engine} is the first proxy. */
class Rfc3665ProxiedTest extends BridgedPhones {
    private final ProxyNode second = new ProxyNode(world.sim(), "proxy-2");

    @AfterEach
    void the_second_proxy_is_at_rest() {
        world.comesToRest();
        second.isAtRest();
        second.close();
    }

    private void is(String flow) {
        world.comesToRest();
        GoldenLadder.matches(flow, world.sim().ladder().between("alice", "engine", "proxy-2", "bob"));
    }

    private static Proxying.Builder staying(String... targets) {
        return Proxying.to(targets).remainInDialog();
    }

    @Test
    @DisplayName("RFC 3665 §3.2")
    void a_session_passes_two_proxies_that_stay_in_it() {
        world.srf().invite((req, res) -> req.proxy(staying(second.uri("bob")).build()));
        second.invite((req, res) -> req.proxy(staying(bob.uri().toString()).build()));
        bob.answersAfter(Duration.ofSeconds(2));
        alice.calls(world.uri("bob")).sees(180).isInCall();
        world.passes(Duration.ofSeconds(10));
        bob.hangsUp().isIdle();

        assertThat(alice.received().response(200).recordRoutes()).hasSize(2);
        is("3.2-two-proxies");
    }

    @Test
    @DisplayName("RFC 3665 §3.4")
    void a_proxy_that_is_dead_is_passed_by() {
        world.srf()
                .invite((req, res) -> req.proxy(staying("sip:bob@198.18.255.1", second.uri("bob"))
                        .provisionalTimeout(Duration.ofSeconds(4))
                        .build()));
        second.invite((req, res) -> req.proxy(staying(bob.uri().toString()).build()));
        bob.answersAfter(Duration.ofSeconds(2));
        alice.calls(world.uri("bob")).sees(180).isInCall();
        world.passes(Duration.ofSeconds(10));
        bob.hangsUp().isIdle();

        is("3.4-proxy-failure");
    }

    @Test
    @DisplayName("RFC 3665 §3.6")
    void a_redirect_server_shows_the_way_and_the_ACK_has_the_answer() {
        world.srf().invite((req, res) -> res.send(302, Extras.of("Contact", "<" + second.uri("bob") + ">")));
        second.invite((req, res) -> req.proxy(staying(bob.uri().toString()).build()));
        bob.answersAfter(Duration.ofSeconds(2));
        alice.calls(world.uri("bob"), SipRequest.Builder::noBody).sees(302).isIdle();
        String elsewhere =
                alice.received().response(302).contacts().getFirst().uri().toString();
        alice.calls(elsewhere, SipRequest.Builder::noBody).sees(180).isInCall();
        world.passes(Duration.ofSeconds(10));
        bob.hangsUp().isIdle();

        assertThat(bob.received().request("ACK").bodyText()).contains("m=audio");
        is("3.6-redirect");
    }

    @Test
    @DisplayName("RFC 3665 §3.8, with proxies")
    void nobody_answers_and_the_CANCEL_goes_hop_by_hop() {
        world.srf().invite((req, res) -> req.proxy(staying(second.uri("bob")).build()));
        second.invite((req, res) -> req.proxy(staying(bob.uri().toString()).build()));
        bob.ringsOnly();
        alice.calls(world.uri("bob")).sees(180);
        world.passes(Duration.ofSeconds(9));
        alice.cancels().sees(487).isIdle();

        is("3.8-no-answer-proxies");
    }

    @Test
    @DisplayName("RFC 3665 §3.9, with proxies")
    void the_callee_is_busy() {
        world.srf().invite((req, res) -> req.proxy(staying(second.uri("bob")).build()));
        second.invite((req, res) -> req.proxy(staying(bob.uri().toString()).build()));
        bob.rejectsWith(486);
        alice.calls(world.uri("bob")).sees(486).isIdle();

        is("3.9-busy-proxies");
    }
}
