// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srf.sip.HeaderName;
import io.srf.sip.SipRequest;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reliable provisional responses between phones (RFC 3262). */
class PrackTest extends TwoPhones {
    @BeforeEach
    void alice_acknowledges() {
        alice.supports("100rel");
    }

    @Test
    void a_reliable_180_is_acknowledged_with_PRACK_and_carries_the_answer() {
        alice.calls(bob);
        assertThat(bob.isTold("INVITE").received().request("INVITE").header(HeaderName.SUPPORTED))
                .isEqualTo("100rel");
        bob.ringsReliably().isTold("PRACK");
        alice.sees(180).sees(200, "PRACK");
        assertThat(bob.received().request("PRACK").rack()).hasToString("1 1 INVITE");

        bob.answers().isInCall();
        alice.isInCall();
        assertThat(bob.sent().response(200).bodyLength()).isZero();
        assertThat(alice.call().remoteSdp()).contains("m=audio");
        alice.hangsUp();
        bob.isIdle();
    }

    @Test
    void an_offer_in_a_reliable_180_is_answered_in_its_PRACK() {
        alice.calls(bob.uri().toString(), SipRequest.Builder::noBody);
        bob.isTold("INVITE").ringsReliably().isTold("PRACK");
        assertThat(bob.received().request("PRACK").bodyText()).contains("m=audio");

        bob.answers().isInCall();
        assertThat(alice.isInCall().sent().request("ACK").bodyLength()).isZero();
        alice.holds().sees(200, "INVITE");
        bob.isHeld().hangsUp();
        alice.isIdle();
    }

    @Test
    void a_second_reliable_response_waits_for_the_PRACK_of_the_first() {
        alice.calls(bob);
        bob.isTold("INVITE").ringsReliably();
        assertThatThrownBy(bob::ringsReliably).hasMessageContaining("no PRACK yet");
        bob.isTold("PRACK").ringsReliably().isTold("PRACK").answers();
        alice.isInCall().hangsUp();
        bob.isIdle();
    }

    @Test
    void a_reliable_response_is_repeated_until_its_PRACK_comes() {
        Hold prack = world.network().hold(packet -> packet.isRequest("PRACK"));
        alice.calls(bob);
        bob.isTold("INVITE").ringsReliably();
        world.time().advance(Duration.ofSeconds(2));
        assertThat(bob.sent().responses(180)).hasSize(3);
        prack.release();
        bob.isTold("PRACK").answers();
        alice.isInCall();
        assertThat(alice.sent().requests("PRACK").stream().map(SipRequest::cseq).distinct())
                .hasSize(1);
        alice.hangsUp();
    }

    @Test
    void a_reliable_response_without_PRACK_ends_the_call() {
        alice.misbehaves().withholds(message -> message.method().equals("PRACK"));
        alice.calls(bob);
        bob.isTold("INVITE").ringsReliably();

        alice.sees(504).isIdle();
        assertThat(world.time().elapsed()).isBetween(Duration.ofSeconds(32), Duration.ofSeconds(33));
    }

    @Test
    void a_PRACK_for_nothing_gets_481() {
        bob.supports("100rel").ringsOnly();
        alice.calls(bob).sees(180);
        alice.sends("PRACK", prack -> prack.add(HeaderName.RACK, "7 1 INVITE")).sees(481, "PRACK");
        alice.cancels().sees(487, "INVITE");
    }

    @Test
    void a_phone_that_supports_it_may_be_required_to() {
        bob.supports("100rel").onCall(Call::answers);
        alice.calls(bob.uri().toString(), invite -> invite.add(HeaderName.REQUIRE, "100rel"))
                .isInCall()
                .hangsUp();
    }
}
