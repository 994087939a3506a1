// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.sip.HeaderName;
import io.srf.sip.NameAddr;
import io.srf.sip.SipRequest;
import io.srf.sip.SipUri;
import io.srf.testkit.MediaDirection;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The sessions of RFC 3665 §3 whose proxies are our back-to-back user agent, as golden ladders. */
class Rfc3665BridgedTest extends BridgedPhones {
    private void is(String flow) {
        world.comesToRest();
        GoldenLadder.matches(flow, world.sim().ladder().between("alice", "engine", "bob"));
    }

    @Test
    @DisplayName("RFC 3665 §3.1")
    void a_session_is_established_and_ended() {
        world.bridgesTo(bob);
        bob.answersAfter(Duration.ofSeconds(2));
        alice.calls(world.uri("bob")).sees(180).isInCall();
        world.passes(Duration.ofSeconds(10));
        bob.hangsUp().isIdle();

        is("3.1-session");
    }

    @Test
    @DisplayName("RFC 3665 §3.5")
    void a_session_through_an_application_layer_gateway_has_its_media_addresses() {
        String gateway = "203.0.113.9";
        String outside = alice.address().getAddress().getHostAddress();
        String inside = bob.address().getAddress().getHostAddress();
        world.srf()
                .invite((req, res) -> world.srf()
                        .createB2BUA(
                                req,
                                res,
                                bob.uri().toString(),
                                o -> o.localSdpB(sdp -> sdp.replace(outside, gateway))
                                        .localSdpA(sdp -> sdp.replace(inside, gateway))));
        bob.answersAfter(Duration.ofSeconds(2));
        alice.calls(world.uri("bob")).sees(180).isInCall();
        world.passes(Duration.ofSeconds(10));
        bob.hangsUp().isIdle();

        assertThat(bob.received().request("INVITE").bodyText())
                .contains(gateway)
                .doesNotContain(outside);
        is("3.5-gateway");
    }

    @Test
    @DisplayName("RFC 3665 §3.7")
    void a_phone_moves_to_another_address_and_its_re_INVITE_takes_the_session_along() {
        SipUri moved = alice.uri().withParam("transport", "udp");
        world.bridgesTo(bob);
        bob.answersAfter(Duration.ofSeconds(2));
        alice.calls(world.uri("bob")).sees(180).isInCall();
        world.passes(Duration.ofSeconds(10));
        alice.perform(() -> alice.call().reInvites(MediaDirection.SENDRECV, invite -> move(invite, moved)));
        alice.sees(200, "INVITE");
        world.passes(Duration.ofSeconds(10));
        bob.hangsUp().isIdle();

        is("3.7-re-invite");
        assertThat(bob.received().requests("INVITE").getLast().bodyText()).contains("IN IP4 198.51.100.7");
        assertThat(alice.received().request("BYE").uri()).isEqualTo(moved);
    }

    private void move(SipRequest.Builder invite, SipUri contact) {
        String address = alice.address().getAddress().getHostAddress();
        String sdp = alice.sent().request("INVITE").bodyText().replace("c=IN IP4 " + address, "c=IN IP4 198.51.100.7");
        invite.set(HeaderName.CONTACT, NameAddr.of(contact)).body(sdp, "application/sdp");
    }

    @Test
    @DisplayName("RFC 3665 §3.8")
    void nobody_answers_and_the_caller_gives_up() {
        rings();
        world.passes(Duration.ofSeconds(9));
        alice.cancels().sees(487).isIdle();
        bob.isIdle();

        is("3.8-no-answer");
    }

    @Test
    @DisplayName("RFC 3665 §3.9")
    void the_callee_is_busy() {
        world.bridgesTo(bob);
        bob.rejectsWith(486);
        alice.calls(world.uri("bob")).sees(486).isIdle();

        is("3.9-busy");
    }

    @Test
    @DisplayName("RFC 3665 §3.10")
    void the_callee_says_nothing() {
        world.bridgesTo(bob);
        bob.misbehaves().ignores(message -> true);
        alice.calls(world.uri("bob")).sees(408).isIdle();

        is("3.10-no-response");
    }

    @Test
    @DisplayName("RFC 3665 §3.11")
    void the_callee_is_temporarily_unavailable() {
        world.bridgesTo(bob);
        bob.onCall(call -> {
            call.rings();
            call.after(Duration.ofSeconds(1), () -> call.rejects(480));
        });
        alice.calls(world.uri("bob")).sees(180).sees(480).isIdle();

        is("3.11-unavailable");
    }
}
