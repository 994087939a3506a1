// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srf.sip.HeaderName;
import io.srf.sip.SipRequest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BasicCallTest extends TwoPhones {
    @Test
    void a_call_rings_is_answered_held_resumed_and_hung_up() {
        alice.calls(bob);
        bob.isTold("INVITE").rings();
        alice.sees(180);
        bob.answers();
        alice.isInCall();
        bob.isInCall();
        alice.holds().sees(200, "INVITE");
        bob.isHeld();
        alice.resumes().sees(200, "INVITE");
        bob.isNotHeld().hangsUp();
        alice.isTold("BYE").isIdle();
        bob.isIdle();

        assertThat(world.ladder().toString()).isEqualTo("""
                              ms  alice                                     bob
                               0  |-------------- INVITE sdp -------------->|
                              10  |<------------- 180 INVITE ---------------|
                              20  |<----------- 200 INVITE sdp -------------|
                              30  |------------------ ACK ----------------->|
                              40  |---------- INVITE sdp sendonly --------->|
                              50  |<------- 200 INVITE sdp recvonly --------|
                              60  |------------------ ACK ----------------->|
                              60  |-------------- INVITE sdp -------------->|
                              70  |<----------- 200 INVITE sdp -------------|
                              80  |------------------ ACK ----------------->|
                              80  |<----------------- BYE ------------------|
                              90  |---------------- 200 BYE --------------->|
                        """);
    }

    @Test
    void what_is_still_running_during_a_call_is_listed() {
        talk();

        assertThat(alice.leftovers())
                .anyMatch(left -> left.contains("alice's call alice-call-1 is CONFIRMED"))
                .anyMatch(left -> left.startsWith("dialog alice-call-1"))
                .anyMatch(left -> left.startsWith("transaction INVITE z9hG4bK-alice-1"))
                .anyMatch(left -> left.startsWith("timer alice: Timer M"));
        alice.hangsUp().isIdle();
    }

    @Test
    void a_called_phone_that_is_slow_sends_100_after_200_ms() {
        alice.calls(bob).sees(100);

        assertThat(world.time().elapsed()).isEqualTo(Duration.ofMillis(220));
        bob.answers();
        alice.isInCall().hangsUp();
    }

    @Test
    void early_media_and_the_200_have_the_same_answer() {
        alice.calls(bob);
        bob.isTold("INVITE").progresses();
        alice.sees(183);
        bob.answers();
        alice.isInCall();

        assertThat(alice.received().response(200).bodyText())
                .isEqualTo(alice.received().response(183).bodyText());
        alice.hangsUp();
    }

    @Test
    void an_INVITE_without_offer_gets_one_in_the_200_and_its_answer_in_the_ACK() {
        alice.calls(bob.uri().toString(), SipRequest.Builder::noBody);
        bob.isTold("INVITE").answers().isTold("ACK");

        assertThat(bob.received().request("INVITE").bodyLength()).isZero();
        assertThat(alice.received().response(200).bodyText()).contains("a=sendrecv");
        assertThat(bob.received().request("ACK").bodyText()).contains("a=sendrecv");
        bob.holds();
        alice.isHeld().hangsUp();
    }

    @Test
    void numbers_grow_inside_a_call_and_the_ACK_has_that_of_its_INVITE() {
        talk();
        alice.sends("INFO", "1").sees(200, "INFO");
        alice.holds().sees(200, "INVITE");
        bob.isTold("ACK");
        alice.hangsUp();
        bob.isTold("BYE");

        assertThat(bob.received().all())
                .filteredOn(SipRequest.class::isInstance)
                .extracting(message -> message.cseq().toString())
                .containsExactly("1 INVITE", "1 ACK", "2 INFO", "3 INVITE", "3 ACK", "4 BYE");
    }

    @Test
    void the_session_version_grows_when_the_session_changes_and_not_otherwise() {
        talk();
        alice.reInvites(MediaDirection.SENDRECV).sees(200, "INVITE");
        alice.holds().sees(200, "INVITE");
        bob.isTold("ACK");

        assertThat(bob.received().requests("INVITE"))
                .extracting(invite -> invite.bodyText().lines().toList().get(1))
                .containsExactly(
                        "o=alice 1 1 IN IP4 198.18.0.1",
                        "o=alice 1 1 IN IP4 198.18.0.1",
                        "o=alice 1 2 IN IP4 198.18.0.1");
        alice.hangsUp();
    }

    @Test
    void who_was_called_hangs_up_only_after_the_ACK() {
        alice.calls(bob);
        Hold ack = world.network().hold(packet -> packet.isRequest("ACK"));
        bob.isTold("INVITE").answers().hangsUp();
        alice.sees(200).isNotTold("BYE", Duration.ofSeconds(1));
        ack.release();
        alice.isTold("BYE");
    }

    @Test
    void a_second_call_of_a_phone_is_a_call_of_its_own() {
        Phone carol = world.phone("carol").answersAfter(Duration.ofSeconds(1));
        talk();
        alice.calls(carol).isInCall();

        assertThat(alice.allCalls()).extracting(Call::state).containsOnly(CallState.CONFIRMED);
        alice.perform(() -> alice.allCalls().forEach(Call::hangsUp));
        alice.isIdle();
        bob.isIdle();
        carol.isIdle();
    }

    @Test
    void a_verb_that_the_state_of_the_call_does_not_have_says_what_was_expected() {
        assertThatThrownBy(alice::hangsUp).hasMessage("alice has no call");
        talk();
        assertThatThrownBy(bob::answers)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("bob cannot answer: bob's call alice-call-1 is CONFIRMED, "
                        + "expected a call to this phone that is not answered yet");
        assertThatThrownBy(alice::cancels).hasMessageContaining("expected an INVITE without a final response");
        alice.hangsUp();
    }

    @Test
    void a_host_name_needs_an_outbound_proxy() {
        assertThatThrownBy(() -> alice.calls("sip:bob@example.com")).hasMessageContaining("no DNS");
        alice.outboundProxy(bob.address()).calls("sip:bob@example.com");
        bob.isTold("INVITE").answers();
        alice.isInCall();

        assertThat(bob.received().request("INVITE").header(HeaderName.TO)).isEqualTo("<sip:bob@example.com>");
        alice.hangsUp();
    }
}
