// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.BridgePolicy;
import io.srf.Dialog;
import io.srf.server.transport.Protocol;
import io.srf.sip.SipRequest;
import io.srf.testkit.Call;
import io.srf.testkit.CallState;
import io.srf.testkit.Phone;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Calls in which nothing goes wrong, in each shape they have. */
@OverEveryEngine
class BasicCallsTest extends BridgedPhones {
    BasicCallsTest(Linked linked) {
        super(linked);
    }

    private void hangsUp() {
        alice.hangsUp().isIdle();
        bob.isTold("BYE").isIdle();
        bothLegsEndedOnce();
    }

    @Test
    void a_callee_who_answers_without_ringing() {
        talk();
        assertThat(alice.received().responses(180)).isEmpty();
        hangsUp();
    }

    @Test
    void early_media_and_the_answer_have_the_same_description() {
        world.bridgesTo(bob);
        bob.onCall(Call::progresses);
        alice.calls(world.uri("bob")).sees(183);
        bob.answers();
        alice.isInCall();

        assertThat(alice.received().response(183).bodyText())
                .contains("m=audio")
                .isEqualTo(alice.received().response(200).bodyText());
        hangsUp();
    }

    @Test
    void a_caller_who_leaves_the_offer_to_the_callee() {
        world.bridgesTo(bob);
        bob.answersAfter(Duration.ofSeconds(1));
        alice.calls(world.uri("bob"), SipRequest.Builder::noBody).sees(180).isInCall();
        bob.isInCall();

        assertThat(alice.received().response(200).bodyText()).contains("m=audio");
        assertThat(bob.received().request("ACK").bodyText()).contains("m=audio");
        hangsUp();
    }

    @Test
    void a_callee_over_TCP() {
        Phone carol = world.sim().phone("carol", Protocol.TCP);
        world.srf()
                .invite((req, res) -> world.srf()
                        .createB2BUA(
                                req,
                                res,
                                carol.uri().withParam("transport", "tcp").toString()));
        carol.answersAfter(Duration.ofSeconds(1));
        alice.calls(world.uri("carol")).isInCall();
        carol.isInCall();
        alice.holds().sees(200, "INVITE");
        carol.isHeld().hangsUp().isIdle();

        alice.isTold("BYE").isIdle();
        world.comesToRest();
        assertThat(carol.leftovers()).isEmpty();
    }

    @Test
    void a_caller_over_TCP() {
        Phone carol = world.sim().phone("carol", Protocol.TCP);
        world.bridgesTo(bob);
        bob.answersAfter(Duration.ofSeconds(1));
        carol.calls(world.uri("bob") + ";transport=tcp").isInCall();
        bob.isInCall().hangsUp().isIdle();

        carol.isTold("BYE").isIdle();
        world.comesToRest();
        assertThat(carol.leftovers()).isEmpty();
    }

    @Test
    void two_calls_of_one_phone_at_a_time() {
        world.bridgesTo(bob);
        bob.onCall(Call::answers);
        alice.calls(world.uri("bob")).isInCall();
        alice.calls(world.uri("bob")).isInCall();
        assertThat(bob.allCalls()).extracting(Call::state).containsOnly(CallState.CONFIRMED);
        alice.allCalls().forEach(call -> alice.perform(call::hangsUp));

        bob.isIdle();
        alice.isIdle();
    }

    @Test
    void a_call_of_eight_hours() {
        talk();
        world.passes(Duration.ofHours(8));
        alice.holds().sees(200, "INVITE");
        bob.isHeld();
        hangsUp();
    }

    @Test
    void a_call_that_the_program_answers() {
        world.srf().invite((req, res) -> world.srf().createUAS(req, res, o -> o.localSdp(SDP)));
        alice.calls(world.uri("desk")).isInCall().holds().sees(200, "INVITE");
        alice.resumes().sees(200, "INVITE");
        alice.sends("INFO", "Signal=5").sees(200, "INFO");
        alice.hangsUp().isIdle();
    }

    @Test
    void a_call_that_the_program_makes() {
        bob.answersAfter(Duration.ofSeconds(1));
        CompletableFuture<Dialog> call = world.srf().createUAC(bob.uri().toString(), o -> o.localSdp(SDP));
        bob.isInCall();
        CompletableFuture<String> held = call.join().hold();
        bob.isHeld();
        world.passes(Duration.ofMillis(100));
        assertThat(held).isCompleted();
        call.join().unhold();
        bob.isNotHeld().hangsUp().isIdle();
    }

    @Test
    void a_program_that_hangs_up_one_leg_and_keeps_the_other_by_its_policy() {
        CompletableFuture<Dialog> caller = new CompletableFuture<>();
        world.srf()
                .invite((req, res) -> world.srf()
                        .createB2BUA(req, res, bob.uri().toString(), o -> o.bridge("BYE", BridgePolicy.LOCAL))
                        .thenAccept(b2bua -> caller.complete(b2bua.uas())));
        bob.onCall(Call::answers);
        alice.calls(world.uri("bob")).isInCall();
        bob.isInCall().hangsUp().isIdle();
        alice.isNotTold("BYE", Duration.ofSeconds(10));
        caller.join().destroy();

        alice.isTold("BYE").isIdle();
    }
}
