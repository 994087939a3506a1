// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srf.sip.HeaderName;
import io.srf.sip.SipRequest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailedCallTest extends TwoPhones {
    @Test
    void a_rejected_call_is_acknowledged_on_its_own_branch() {
        bob.rejectsWith(486);
        alice.calls(bob).sees(486).isIdle();
        bob.isTold("ACK").isIdle();

        assertThat(alice.call().status()).isEqualTo(486);
        assertThat(alice.sent().request("ACK").topVia())
                .isEqualTo(alice.sent().request("INVITE").topVia());
    }

    @Test
    void a_rejection_is_repeated_until_its_ACK_comes_and_each_gets_one() {
        world.network().will(alice.address(), bob.address(), Will.GOOD);
        bob.rejectsWith(603);
        Hold acks = world.network().hold(packet -> packet.isRequest("ACK"));
        alice.calls(bob).sees(603).sees(603).sees(603);
        assertThat(world.time().elapsed()).isEqualTo(Duration.ofMillis(20 + 500 + 1000));
        assertThat(acks.held()).hasSize(3);

        acks.release();
        world.time().advance(Duration.ofSeconds(30));
        assertThat(alice.received().responses(603)).hasSize(3);
    }

    @Test
    void a_call_that_nobody_answers_fails_with_408_after_exactly_32_seconds() {
        bob.neverAnswers();
        alice.calls(bob).sees(408).isIdle();

        assertThat(world.time().elapsed()).isEqualTo(Duration.ofSeconds(32));
        assertThat(alice.call().status()).isEqualTo(408);
        assertThat(alice.received().all()).isEmpty();
        assertThat(sendingTimes("INVITE")).containsExactly(0L, 500L, 1500L, 3500L, 7500L, 15500L, 31500L);
    }

    @Test
    void a_request_that_nobody_answers_is_sent_with_pauses_of_at_most_4_seconds() {
        bob.misbehaves().ignores(message -> true);
        alice.sendsTo(bob.uri().toString(), "OPTIONS").sees(408);

        assertThat(world.time().elapsed()).isEqualTo(Duration.ofSeconds(32));
        assertThat(sendingTimes("OPTIONS"))
                .containsExactly(0L, 500L, 1500L, 3500L, 7500L, 11500L, 15500L, 19500L, 23500L, 27500L, 31500L);
    }

    @Test
    void an_unknown_dialog_gets_481() {
        talk();
        alice.misbehaves().usesWrongTag("BYE");
        alice.hangsUp().sees(481).isIdle();
        assertThat(bob.call().state()).isEqualTo(CallState.CONFIRMED);

        bob.hangsUp().sees(481).isIdle();
    }

    @Test
    void an_INVITE_with_an_unreadable_contact_gets_400_and_leaves_nothing() {
        alice.calls(bob.uri().toString(), invite -> invite.set(HeaderName.CONTACT, "<sip:al ice>"))
                .sees(400)
                .isIdle();

        assertThat(bob.unreadable()).singleElement().asString().startsWith("Contact at ");
        assertThat(bob.allCalls()).isEmpty();
    }

    @Test
    void an_offer_without_a_known_codec_gets_488() {
        alice.calls(
                        bob.uri().toString(),
                        invite -> invite.body("v=0\r\nm=video 4000 RTP/AVP 96\r\n", "application/sdp"))
                .sees(488)
                .isIdle();
    }

    @Test
    void a_required_extension_gets_420() {
        alice.calls(bob.uri().toString(), invite -> invite.add(HeaderName.REQUIRE, "100rel, join"))
                .sees(420)
                .isIdle();

        assertThat(alice.received().response(420).values(HeaderName.UNSUPPORTED))
                .containsExactly("100rel", "join");
    }

    @Test
    void an_expectation_that_does_not_come_true_shows_the_ladder() {
        bob.rejectsWith(486);
        assertThatThrownBy(() -> alice.calls(bob).sees(180))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("alice did not see 180 within PT2M; alice's call alice-call-1 is ENDED; "
                        + "heard and not yet expected: [SIP/2.0 486 Busy Here]")
                .hasMessageContaining("      10  |<------------- 486 INVITE ---------------|\n");
    }

    @Test
    void what_must_not_come_fails_when_it_comes() {
        alice.calls(bob);
        assertThatThrownBy(() -> bob.isNotTold("INVITE", Duration.ofSeconds(1)))
                .hasMessageStartingWith("bob was told INVITE, expected not to");
        bob.rejects(404);
        alice.sees(404);
    }

    private List<Long> sendingTimes(String method) {
        return world.trace().packets().stream()
                .map(TracedPacket::packet)
                .filter(packet -> packet.message() instanceof SipRequest request && request.is(method))
                .map(packet -> packet.sentAt().toMillis())
                .toList();
    }
}
