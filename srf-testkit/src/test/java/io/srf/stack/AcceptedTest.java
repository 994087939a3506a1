// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.sip.HeaderName;
import io.srf.sip.NameAddr;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.testkit.Call;
import io.srf.testkit.CallState;
import io.srf.testkit.Hold;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The 2xx and its ACK, lost, late and once more (RFC 3261 §13.2.2.4, §13.3.1.4, RFC 6026). */
@OverEveryEngine
class AcceptedTest extends BridgedPhones {
    AcceptedTest(Linked linked) {
        super(linked);
    }

    private void calls() {
        world.bridgesTo(bob);
        bob.onCall(Call::answers);
        alice.calls(world.uri("bob"));
    }

    private void hangsUp() {
        alice.hangsUp().isIdle();
        bob.isTold("BYE").isIdle();
        bothLegsEndedOnce();
    }

    private List<SipResponse> answers() {
        return alice.received().responses(200).stream()
                .filter(ok -> ok.method().equals("INVITE"))
                .toList();
    }

    @Test
    void a_200_to_A_that_gets_lost_is_sent_again_from_T1_to_T2() {
        alice.misbehaves().ignoresNext(4, responses(200, "INVITE"));
        calls();
        alice.isInCall();

        assertThat(world.sim().time().elapsed()).isBetween(Duration.ofMillis(7_500), Duration.ofMillis(7_600));
        hangsUp();
    }

    @Test
    void an_ACK_of_A_that_gets_lost_is_sent_again_for_each_200() {
        Hold lost = holdsFrom(alice, "ACK");
        calls();
        alice.isInCall();
        world.passes(Duration.ofSeconds(3));
        lost.release();
        world.passes(Duration.ofSeconds(1));
        int sent = answers().size();
        world.passes(Duration.ofSeconds(20));

        assertThat(answers()).hasSize(sent).hasSizeGreaterThan(2);
        hangsUp();
    }

    @Test
    void a_late_ACK_leaves_the_call_up() {
        Hold ack = holdsFrom(alice, "ACK");
        calls();
        alice.isInCall();
        world.passes(Duration.ofSeconds(31));
        ack.release();
        world.passes(Duration.ofMinutes(1));

        assertThat(alice.call().state()).isEqualTo(CallState.CONFIRMED);
        hangsUp();
    }

    @Test
    void an_ACK_to_B_that_gets_lost_is_sent_again_for_each_200_and_nobody_is_told() {
        bob.misbehaves().ignoresNext(3, requests("ACK"));
        calls();
        bob.isInCall();
        world.passes(Duration.ofSeconds(10));

        assertThat(answers()).hasSize(1);
        assertThat(world.events()).containsExactly("create UAC", "create UAS");
        hangsUp();
    }

    @Test
    void a_200_of_B_that_comes_again_after_the_call_is_over_disturbs_nobody() {
        calls();
        bob.isInCall();
        hangsUp();
        bob.sendsRaw(world.address(), bob.sent().response(200).encoded());

        bob.isNotTold("BYE", Duration.ofSeconds(5));
    }

    @Test
    void two_ACKs_are_as_good_as_one() {
        calls();
        alice.isInCall();
        SipRequest ack = alice.sent().request("ACK");
        alice.sendsRaw(world.address(), ack.encoded()).sendsRaw(world.address(), ack.encoded());
        world.passes(Duration.ofSeconds(1));

        assertThat(bob.received().requests("ACK")).hasSize(1);
        hangsUp();
    }

    @Test
    void a_200_of_B_without_a_To_tag_makes_a_call() {
        world.bridgesTo(bob);
        bob.misbehaves()
                .rewrites(
                        message -> message instanceof SipResponse,
                        message -> ((SipResponse) message)
                                .toBuilder()
                                        .set(
                                                HeaderName.TO,
                                                NameAddr.of(message.to().uri()))
                                        .build());
        bob.onCall(Call::answers);
        alice.calls(world.uri("bob")).isInCall();
        world.passes(Duration.ofMillis(100));
        assertThat(bob.received().request("ACK").to().tag()).isNull();

        alice.hangsUp().isIdle();
        world.passes(Duration.ofMinutes(1));
        assertThat(bob.received().request("BYE").to().tag()).isNull();
        bob.isIdle();
    }

    @Test
    void a_503_to_A_that_gets_lost_is_sent_again_until_its_ACK() {
        world.bridgesTo(bob);
        bob.rejectsWith(503);
        alice.misbehaves().ignoresNext(3, responses(503, "INVITE"));
        alice.calls(world.uri("bob")).sees(503).isIdle();

        world.passes(Duration.ofSeconds(1));
        assertThat(alice.allCalls()).hasSize(1);
    }

    @Test
    void a_503_of_B_whose_ACK_gets_lost_gets_another() {
        world.bridgesTo(bob);
        bob.rejectsWith(503);
        bob.misbehaves().ignoresNext(2, requests("ACK"));
        alice.calls(world.uri("bob")).sees(503).isIdle();

        bob.isTold("ACK").isIdle();
        assertThat(alice.received().responses(503)).hasSize(1);
    }

    @Test
    void a_200_for_a_re_INVITE_that_gets_lost_is_sent_again() {
        talk();
        alice.misbehaves().ignoresNext(3, responses(200, "INVITE"));
        alice.holds().sees(200, "INVITE");
        bob.isHeld();

        hangsUp();
    }

    @Test
    void a_re_INVITE_whose_200_is_never_acknowledged_ends_both_legs() {
        talk();
        alice.misbehaves().neverAcks();
        alice.holds().sees(200, "INVITE");

        alice.patience(Duration.ofSeconds(40)).isTold("BYE").isIdle();
        bob.isTold("BYE").isIdle();
        bothLegsEndedOnce();
    }

    @Test
    void an_ACK_to_B_for_a_re_INVITE_that_gets_lost_is_sent_again() {
        talk();
        bob.misbehaves().ignoresNext(2, requests("ACK"));
        alice.holds().sees(200, "INVITE");
        bob.isHeld();
        world.passes(Duration.ofSeconds(10));

        assertThat(bob.received().requests("ACK")).hasSizeGreaterThan(1);
        hangsUp();
    }
}
