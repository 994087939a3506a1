// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.Targets;
import io.srf.app.SipException;
import io.srf.testkit.Hold;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Calls that are picked up as they are answered, given up, or picked up by another (RFC 3891 §3). */
@OverEveryEngine
class PickupRaceTest extends PickedUpPhones {
    PickupRaceTest(Linked linked) {
        super(linked);
    }

    /** The 200 to alice is on its way. */
    private Hold carolPicksUpUnheardByAlice() {
        Hold ok = holdsOkTo(alice);
        picksUp(carol, legTo(bob));
        wasTakenElsewhere(bob);
        return ok;
    }

    private int failureOf(int index) {
        return ((SipException) calls.get(index).exceptionNow()).status();
    }

    @Test
    void a_late_200_of_the_one_who_rang_ends_in_ACK_and_BYE() {
        bobRings();
        Hold ok = world.holds(bob, 200, "INVITE");
        bob.answers();
        picksUp(carol, legTo(bob));
        carol.isInCall();
        bob.isTold("CANCEL");
        ok.release();

        bob.isTold("ACK").isTold("BYE").isIdle();
        assertThat(bob.received().requests("BYE")).hasSize(1);
        talkingEnds(carol, alice);
    }

    @Test
    void who_comes_after_the_answer_with_early_only_gets_486() {
        bobRings();
        Hold invite = holdsFrom(carol, "INVITE");
        picksUp(carol, legTo(bob) + ";early-only");
        bob.answers();
        alice.isInCall();
        invite.release();

        carol.sees(486).isIdle();
        talkingEnds(alice, bob);
    }

    @Test
    void who_comes_in_the_moment_of_the_answer_gets_486_and_the_call_goes_on() {
        CompletableFuture<String> forAlice = new CompletableFuture<>();
        desk(Targets.of(bob.uri().toString()), options -> options.localSdpA(sdp -> forAlice.join()));
        bob.ringsOnly();
        alice.calls(world.uri("desk")).sees(180);
        bob.answers();
        bob.isInCall();
        picksUp(carol, legTo(bob));
        carol.sees(486).isIdle();
        forAlice.complete(bob.sent().response(200).bodyText());

        talkingEnds(alice, bob);
    }

    @Test
    void only_one_of_two_who_pick_up_gets_the_call() {
        bobRings();
        String leg = legTo(bob);
        picksUp(carol, leg);
        picksUp(dave, leg);
        dave.sees(481).isIdle();
        carol.isInCall();

        wasTakenElsewhere(bob);
        talkingEnds(carol, alice);
    }

    @Test
    void wrong_tags_get_481_and_it_rings_on() {
        bobRings();
        picksUp(carol, legTo(bob) + "x");
        carol.sees(481).isIdle();

        bob.answers();
        talkingEnds(alice, bob);
    }

    @Test
    void who_picks_up_what_the_caller_has_cancelled_gets_481() {
        bobRings();
        Hold cancel = holdsTo(bob, "CANCEL");
        alice.cancels().sees(487).isIdle();
        picksUp(carol, legTo(bob));
        carol.sees(481).isIdle();
        cancel.release();

        bob.isTold("CANCEL").isIdle();
        assertThat(failureOf(0)).isEqualTo(487);
    }

    @Test
    void a_caller_who_cancels_as_the_call_is_picked_up_leaves_nobody_in_a_call() {
        bobRings();
        Hold ok = carolPicksUpUnheardByAlice();
        alice.cancels().sees(200, "CANCEL");
        ok.release();

        carol.sees(481).isIdle();
        alice.isIdle();
        assertThat(calls).hasSize(2).allMatch(CompletableFuture::isCompletedExceptionally);
    }

    @Test
    void a_caller_who_hangs_up_before_it_is_joined_leaves_nobody_in_a_call() {
        bobRings();
        Hold reinvite = holdsTo(alice, "INVITE");
        picksUp(carol, legTo(bob));
        alice.isInCall();
        world.passes(Duration.ofMillis(50));
        alice.hangsUp();

        carol.sees(481).isIdle();
        reinvite.release();
        alice.isIdle();
        assertThat(calls).hasSize(2).allMatch(CompletableFuture::isCompletedExceptionally);
    }

    @Test
    void a_caller_who_hangs_up_as_the_answer_is_made_leaves_nobody_in_a_call() {
        CompletableFuture<String> forCarol = new CompletableFuture<>();
        AtomicInteger made = new AtomicInteger();
        bob.ringsOnly();
        desk(
                Targets.of(bob.uri().toString()),
                options -> options.localSdpB(sdp -> made.incrementAndGet() == 1 ? sdp : forCarol.join()));
        alice.calls(world.uri("desk")).sees(180);
        picksUp(carol, legTo(bob));
        alice.isInCall();
        world.passes(Duration.ofMillis(100));
        assertThat(made).hasValue(2);
        alice.hangsUp().isIdle();
        forCarol.complete(alice.sent().response(200).bodyText());

        carol.sees(481).isIdle();
        assertThat(calls).hasSize(2).allMatch(CompletableFuture::isCompletedExceptionally);
    }

    @Test
    void one_who_gives_up_picking_up_leaves_nobody_in_a_call() {
        bobRings();
        Hold reinvite = holdsTo(alice, "INVITE");
        picksUp(carol, legTo(bob));
        alice.isInCall();
        carol.cancels().sees(487).isIdle();
        reinvite.release();

        alice.isTold("BYE").isIdle();
        assertThat(calls).hasSize(2).allMatch(CompletableFuture::isCompletedExceptionally);
    }

    @Test
    void one_who_gives_up_before_the_caller_has_answered_leaves_nobody_in_a_call() {
        bobRings();
        Hold ok = carolPicksUpUnheardByAlice();
        carol.cancels().sees(487).isIdle();
        ok.release();

        alice.isTold("BYE").isIdle();
    }

    @Test
    void a_session_that_the_caller_does_not_accept_leaves_nobody_in_a_call() {
        bobRings();
        alice.repliesTo("INVITE", 488);
        picksUp(carol, legTo(bob));

        carol.sees(488).isIdle();
        alice.isTold("BYE").isIdle();
    }

    @Test
    void an_application_that_gives_the_caller_up_refuses_who_picks_up() {
        bobRings();
        Hold reinvite = holdsTo(alice, "INVITE");
        picksUp(carol, legTo(bob));
        alice.isInCall();
        world.passes(Duration.ofMillis(50));
        calls.getFirst().cancel(false);
        carol.sees(481).isIdle();
        reinvite.release();

        alice.isTold("BYE").isIdle();
    }
}
