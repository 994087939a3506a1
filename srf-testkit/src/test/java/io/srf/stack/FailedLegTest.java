// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srf.B2BUA;
import io.srf.Targets;
import io.srf.app.NoAnswerException;
import io.srf.app.SipException;
import io.srf.app.SipException.Leg;
import io.srf.testkit.Call;
import io.srf.testkit.Phone;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** A failure of a call with two legs tells which of them failed, with status, reason and response. */
class FailedLegTest extends BridgedPhones {
    private final Phone carol = world.phone("carol");
    private CompletableFuture<B2BUA> call = new CompletableFuture<>();
    private CompletableFuture<B2BUA> transferred = new CompletableFuture<>();

    private void bridges() {
        world.srf()
                .invite((req, res) -> call = world.srf()
                        .createB2BUA(
                                req,
                                res,
                                bob.uri().toString(),
                                o -> o.ringTimeout(Duration.ofSeconds(20))
                                        .bridge(
                                                "REFER",
                                                (leg, refer, answer) -> transferred =
                                                        world.srf().transfer(refer, answer))));
    }

    private static SipException failureOf(CompletableFuture<B2BUA> failed) {
        assertThatThrownBy(failed::join).isInstanceOf(CompletionException.class);
        return (SipException) failed.exceptionNow();
    }

    private void talks() {
        bridges();
        bob.onCall(Call::answers);
        alice.calls(world.uri("bob")).isInCall();
        bob.isInCall();
    }

    private void hangsUp() {
        alice.hangsUp().isIdle();
        bob.isTold("BYE").isIdle();
    }

    @Test
    void a_callee_who_is_busy_is_leg_B() {
        bridges();
        bob.rejectsWith(486);
        alice.calls(world.uri("bob")).sees(486).isIdle();
        world.passes(Duration.ofMillis(100));

        SipException failure = failureOf(call);
        assertThat(failure.leg()).isEqualTo(Leg.B);
        assertThat(failure.status()).isEqualTo(486);
        assertThat(failure.response()).isNotNull();
    }

    @Test
    void a_callee_who_does_not_answer_in_time_is_leg_B() {
        bridges();
        bob.ringsOnly();
        alice.calls(world.uri("bob")).sees(408).isIdle();
        world.passes(Duration.ofMillis(100));

        assertThat(failureOf(call)).isInstanceOf(NoAnswerException.class);
        assertThat(failureOf(call).leg()).isEqualTo(Leg.B);
        bob.isIdle();
    }

    @Test
    void a_caller_who_gives_up_is_leg_A() {
        bridges();
        bob.ringsOnly();
        alice.calls(world.uri("bob")).sees(180).cancels().sees(487).isIdle();
        world.passes(Duration.ofMillis(100));

        assertThat(failureOf(call).leg()).isEqualTo(Leg.A);
        assertThat(failureOf(call).status()).isEqualTo(487);
    }

    @Test
    void the_failure_that_decides_about_the_next_target_is_leg_B() {
        List<SipException> seen = new CopyOnWriteArrayList<>();
        bob.rejectsWith(486);
        world.srf()
                .invite((req, res) -> call = world.srf()
                        .createB2BUA(
                                req,
                                res,
                                Targets.of(bob.uri().toString()).otherwise(failure -> {
                                    seen.add(failure);
                                    return null;
                                }),
                                o -> {}));
        alice.calls(world.uri("desk")).sees(486).isIdle();
        world.passes(Duration.ofMillis(100));

        assertThat(seen).singleElement().extracting(SipException::leg).isEqualTo(Leg.B);
        assertThat(failureOf(call)).isSameAs(seen.getFirst());
    }

    @Test
    void the_target_of_a_transfer_is_leg_B_and_the_side_that_stays_is_leg_A() {
        talks();
        carol.rejectsWith(486);
        alice.transfers(carol).hearsOfTransfer(486);
        world.passes(Duration.ofMillis(100));
        assertThat(failureOf(transferred).leg()).isEqualTo(Leg.B);

        carol.onCall(Call::answers);
        bob.repliesTo("INVITE", 488);
        alice.transfers(carol).hearsOfTransfer(488);
        world.passes(Duration.ofMillis(100));
        assertThat(failureOf(transferred).leg()).isEqualTo(Leg.A);
        hangsUp();
    }

    @Test
    void code_of_the_application_that_throws_is_neither() {
        world.srf()
                .invite((req, res) -> call = world.srf()
                        .createB2BUA(
                                req,
                                res,
                                bob.uri().toString(),
                                o -> o.localSdpB(sdp -> {
                                    throw new SipException(415);
                                })));
        alice.calls(world.uri("bob")).sees(415).isIdle();
        world.passes(Duration.ofMillis(100));

        assertThat(failureOf(call).leg()).isNull();
    }
}
