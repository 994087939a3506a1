// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.sip.SipRequest;
import io.srf.testkit.Call;
import io.srf.testkit.CallState;
import io.srf.testkit.Hold;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What meets a call whose 200 is on its way and whose ACK has not come (RFC 5407 §3.1). The callee of the RFC is the application: towards Alice alone
 * where it answers her itself, and towards both where it bridges.
 */
@OverEveryEngine
class MoratoriumTest extends BridgedPhones {
    MoratoriumTest(Linked linked) {
        super(linked);
    }

    private void answers() {
        world.srf().invite((req, res) -> world.srf().createUAS(req, res, o -> o.localSdp(SDP)));
    }

    @Test
    @DisplayName("RFC 5407 §3.1.1")
    void an_INVITE_that_is_repeated_after_the_200_gets_the_200_again_and_no_second_call() {
        answers();
        Hold ok = holdsOkTo(alice);
        alice.calls(world.uri("desk"));
        world.passes(Duration.ofMillis(100));
        alice.sendsRaw(world.address(), alice.sent().request("INVITE").encoded());
        world.passes(Duration.ofMillis(100));
        ok.release();

        alice.isInCall();
        assertThat(alice.received().all())
                .noneMatch(message -> message.startLine().contains(" 180 "));
        assertThat(world.events()).containsExactly("create UAS");
        alice.hangsUp().isIdle();
    }

    @Test
    @DisplayName("RFC 5407 §3.1.2")
    void a_CANCEL_after_the_200_is_answered_with_200_and_a_BYE_has_to_follow() {
        world.srf().invite((req, res) -> {
            res.send(180).join();
            world.srf().createUAS(req, res, o -> o.localSdp(SDP));
        });
        Hold ok = holdsOkTo(alice);
        alice.calls(world.uri("desk")).sees(180).cancels().sees(200, "CANCEL");
        ok.release();

        alice.sees(200, "INVITE").sees(200, "BYE").isIdle();
        assertThat(alice.received().responses(487)).isEmpty();
        assertThat(world.events()).containsExactly("create UAS", "terminate UAS remote BYE");
    }

    @Test
    @DisplayName("RFC 5407 §3.1.3")
    void an_early_BYE_after_the_200_is_answered_and_the_200_comes_until_its_ACK() {
        world.srf().invite((req, res) -> {
            res.send(180).join();
            world.srf().createUAS(req, res, o -> o.localSdp(SDP));
        });
        Hold ok = holdsOkTo(alice);
        alice.calls(world.uri("desk")).sees(180).sends("BYE").sees(200, "BYE");
        int sent = ok.held().size();
        world.passes(Duration.ofSeconds(10));

        assertThat(ok.held()).hasSizeGreaterThan(sent);
        ok.release();
        alice.sees(200, "INVITE").isIdle();
        world.passes(Duration.ofSeconds(1));
        int heard = alice.received().responses(200).size();
        world.passes(Duration.ofSeconds(32));
        assertThat(alice.received().responses(200)).hasSize(heard);
        assertThat(world.events()).contains("terminate UAS remote BYE");
    }

    @Test
    @DisplayName("RFC 5407 §3.1.4")
    void a_re_INVITE_before_the_ACK_is_accepted_where_the_first_offer_was_answered_in_the_200() {
        answers();
        Hold ack = holdsFrom(alice, "ACK");
        alice.calls(world.uri("desk")).isInCall();
        alice.holds().sees(200, "INVITE");
        ack.release();
        world.passes(Duration.ofSeconds(40));

        assertThat(alice.call().state()).isEqualTo(CallState.CONFIRMED);
        assertThat(alice.received().requests("BYE")).isEmpty();
        alice.hangsUp().isIdle();
    }

    @Test
    @DisplayName("RFC 5407 §3.1.4, across the bridge")
    void a_re_INVITE_before_the_ACK_passes_to_B() {
        world.bridgesTo(bob);
        bob.onCall(Call::answers);
        Hold ack = holdsFrom(alice, "ACK");
        alice.calls(world.uri("bob")).isInCall();
        alice.holds().sees(200, "INVITE");
        bob.isHeld();
        ack.release();
        world.passes(Duration.ofSeconds(40));

        alice.hangsUp().isIdle();
        bob.isTold("BYE").isIdle();
        bothLegsEndedOnce();
    }

    @Test
    @DisplayName("RFC 5407 §3.1.5")
    void a_re_INVITE_before_the_ACK_gets_491_where_the_ACK_has_the_answer() {
        world.bridgesTo(bob);
        bob.onCall(Call::answers);
        Hold ack = holdsFrom(alice, "ACK");
        alice.calls(world.uri("bob"), SipRequest.Builder::noBody).isInCall();
        alice.holds().sees(491, "INVITE");
        ack.release();
        alice.sees(200, "INVITE");

        bob.isHeld();
        assertThat(bob.received().requests("ACK").getFirst().bodyText()).contains("m=audio");
        alice.hangsUp().isIdle();
        bob.isTold("BYE").isIdle();
        bothLegsEndedOnce();
    }

    @Test
    @DisplayName("RFC 5407 §3.1.6")
    void a_BYE_that_overtakes_the_ACK_ends_the_call_and_the_200_comes_no_more() {
        answers();
        Hold ack = holdsFrom(alice, "ACK");
        alice.calls(world.uri("desk")).isInCall().hangsUp().sees(200, "BYE").isIdle();
        int sent = alice.received().responses(200).size();
        ack.release();
        world.passes(Duration.ofSeconds(40));

        assertThat(alice.received().responses(200)).hasSize(sent);
        assertThat(world.events()).containsExactly("create UAS", "terminate UAS remote BYE");
    }
}
