// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srf.B2BUA;
import io.srf.CallFuture;
import io.srf.Dialog;
import io.srf.app.Extras;
import io.srf.app.Request;
import io.srf.testkit.Hold;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** An application that gives a call up before it is up. */
@OverEveryEngine
class ProgramGivesUpTest extends BridgedPhones {
    private CompletableFuture<B2BUA> b2bua = new CompletableFuture<>();

    ProgramGivesUpTest(Linked linked) {
        super(linked);
    }

    private CompletableFuture<Dialog> callsBob() {
        return world.srf().createUAC(bob.uri().toString(), o -> o.localSdp(SDP));
    }

    private void bridges() {
        world.srf()
                .invite((req, res) ->
                        b2bua = world.srf().createB2BUA(req, res, bob.uri().toString()));
        alice.calls(world.uri("bob"));
    }

    @Test
    void an_INVITE_that_the_handler_forgets_is_answered_with_408() {
        world.srf().invite((req, res) -> {});

        alice.patience(Duration.ofMinutes(2))
                .calls(world.uri("nobody"))
                .sees(408)
                .isIdle();
    }

    @Test
    void a_handler_that_throws_after_ringing_is_a_500_for_the_caller() {
        world.srf().invite((req, res) -> {
            res.send(180).join();
            throw new IllegalArgumentException("no such account");
        });

        alice.calls(world.uri("nobody")).sees(180).sees(500).isIdle();
    }

    @Test
    void a_handler_that_waits_for_the_CANCEL_is_told_and_its_late_answer_goes_nowhere() {
        CompletableFuture<Request> cancelled = new CompletableFuture<>();
        world.srf().invite((req, res) -> {
            req.onCancel(cancel -> cancelled.complete(req));
            res.send(180).join();
            cancelled.join();
            assertThatThrownBy(() -> world.srf()
                            .createUAS(req, res, o -> o.localSdp(SDP))
                            .join())
                    .hasMessageContaining("487");
        });

        alice.calls(world.uri("nobody")).sees(180).cancels().sees(487).isIdle();
        assertThat(cancelled).isCompleted();
    }

    @Test
    void a_call_that_is_given_up_before_B_says_anything_is_cancelled_when_B_rings() {
        bob.neverAnswers();
        CompletableFuture<Dialog> call = callsBob();
        bob.isTold("INVITE");
        call.cancel(false);
        bob.isNotTold("CANCEL", Duration.ofMillis(200)).rings();

        bob.isTold("CANCEL").isIdle();
    }

    @Test
    void a_call_that_is_given_up_while_it_rings_is_cancelled() {
        bob.ringsOnly();
        CompletableFuture<Dialog> call = callsBob();
        world.passes(Duration.ofSeconds(1));
        call.cancel(false);

        bob.isTold("CANCEL").isIdle();
        assertThat(world.events()).containsExactly("create-early UAC", "terminate UAC cancelled");
    }

    @Test
    void a_call_that_is_given_up_as_it_is_answered_ends_in_ACK_and_BYE() {
        bob.ringsOnly();
        Hold ok = world.holds(bob, 200, "INVITE");
        CompletableFuture<Dialog> call = callsBob();
        world.passes(Duration.ofSeconds(1));
        bob.answers();
        call.cancel(false);
        bob.isTold("CANCEL");
        ok.release();

        bob.isTold("ACK").isTold("BYE").isIdle();
    }

    @Test
    void a_call_that_rings_too_long_is_cancelled_and_its_future_fails_with_408() {
        bob.ringsOnly();
        CompletableFuture<Dialog> call =
                world.srf().createUAC(bob.uri().toString(), o -> o.localSdp(SDP).ringTimeout(Duration.ofSeconds(20)));
        world.passes(Duration.ofSeconds(21));

        bob.isTold("CANCEL").isIdle();
        assertThat(call).isCompletedExceptionally();
        assertThatThrownBy(call::join).hasMessageContaining("408");
    }

    @Test
    void a_bridge_that_is_given_up_while_it_rings_cancels_B_and_refuses_A_with_480() {
        bob.ringsOnly();
        bridges();
        alice.sees(180);
        b2bua.cancel(false);

        alice.sees(480).isIdle();
        bob.isTold("CANCEL").isIdle();
    }

    @Test
    void a_bridge_that_is_given_up_as_B_answers_ends_B_and_refuses_A() {
        bob.ringsOnly();
        bridges();
        alice.sees(180);
        Hold ok = world.holds(bob, 200, "INVITE");
        bob.answers();
        b2bua.cancel(false);
        alice.sees(480).isIdle();
        ok.release();

        bob.isTold("ACK").isTold("BYE").isIdle();
    }

    @Test
    void an_A_that_the_program_answers_itself_while_B_rings_leaves_nobody_ringing() {
        bob.ringsOnly();
        world.srf().invite((req, res) -> {
            world.srf().createB2BUA(req, res, bob.uri().toString());
            world.sim().time().schedule(Duration.ofSeconds(3), () -> res.send(603));
        });
        alice.calls(world.uri("bob")).sees(180).sees(603).isIdle();

        bob.isTold("CANCEL").isIdle();
    }

    @Test
    void a_program_that_shuts_down_while_it_rings_leaves_nobody_ringing() {
        bob.ringsOnly();
        bridges();
        alice.sees(180);
        CompletableFuture<Void> closed = world.srf().shutdown();
        world.passes(Duration.ofMinutes(1));

        assertThat(closed).isDone();
        bob.isTold("CANCEL").isIdle();
        alice.isIdle();
    }

    @Test
    void a_CANCEL_has_the_reason_that_the_application_gives() {
        bob.ringsOnly();
        CallFuture<Dialog> call = world.srf().createUAC(bob.uri().toString(), options -> options.localSdp(SDP));
        bob.isTold("INVITE");
        world.passes(Duration.ofMillis(100));
        call.cancel(Extras.of("Reason", "SIP;cause=200;text=\"Call completed elsewhere\""));
        bob.isTold("CANCEL").isIdle();

        assertThat(call).isCancelled();
        assertThat(bob.received().request("CANCEL").header("Reason")).contains("elsewhere");
    }
}
