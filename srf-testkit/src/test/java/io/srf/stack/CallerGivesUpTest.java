// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.sip.HeaderName;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.testkit.CallState;
import io.srf.testkit.Hold;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a caller's CANCEL may meet on its way to the callee (RFC 3261 §9); {@link CancelRaceTest} has its races with answers. */
@OverEveryEngine
class CallerGivesUpTest extends BridgedPhones {
    CallerGivesUpTest(Linked linked) {
        super(linked);
    }

    private void cancelsAtOnce() {
        alice.sendsRaw(world.address(), cancelOf(alice.sent().request("INVITE")));
    }

    @Test
    void a_CANCEL_in_the_instant_of_its_INVITE_leaves_nobody_ringing() {
        world.bridgesTo(bob);
        bob.ringsOnly();
        alice.calls(world.uri("bob"));
        cancelsAtOnce();

        alice.sees(487, "INVITE").isIdle();
        world.passes(Duration.ofSeconds(1));
        assertThat(bob.leftovers()).noneMatch(left -> left.contains("EARLY"));
    }

    @Test
    void a_CANCEL_that_overtakes_its_INVITE_gets_481_and_the_call_goes_on() {
        world.bridgesTo(bob);
        bob.ringsOnly();
        Hold invite = holdsFrom(alice, "INVITE");
        alice.calls(world.uri("bob"));
        cancelsAtOnce();
        alice.sees(481, "CANCEL");
        invite.release();

        alice.sees(180).cancels().sees(487, "INVITE").isIdle();
        bob.isTold("CANCEL").isIdle();
    }

    @Test
    void a_CANCEL_that_comes_again_is_answered_again_and_B_gets_one() {
        rings();
        alice.misbehaves().ignoresNext(2, responses(200, "CANCEL"));
        alice.cancels().sees(487, "INVITE").sees(200, "CANCEL").isIdle();

        assertThat(alice.sent().requests("CANCEL")).hasSizeGreaterThan(1);
        assertThat(bob.received().requests("CANCEL")).hasSize(1);
    }

    @Test
    void a_CANCEL_to_B_that_gets_lost_is_sent_again() {
        rings();
        bob.misbehaves().ignoresNext(3, requests("CANCEL"));
        alice.cancels().sees(487, "INVITE").isIdle();

        bob.isTold("CANCEL").isIdle();
    }

    @Test
    void a_200_of_a_B_who_never_heard_the_CANCEL_ends_in_ACK_and_BYE() {
        rings();
        bob.misbehaves().ignores(requests("CANCEL"));
        alice.cancels().sees(487, "INVITE").isIdle();
        world.passes(Duration.ofSeconds(10));
        bob.answers();

        bob.isTold("ACK").isTold("BYE").isIdle();
    }

    @Test
    void a_200_long_after_the_CANCEL_was_given_up_is_dropped_and_B_ends_by_itself() {
        rings();
        bob.misbehaves().ignores(requests("CANCEL"));
        alice.cancels().sees(487, "INVITE").isIdle();
        world.passes(Duration.ofSeconds(50));
        bob.answers();

        bob.sees(481, "BYE").isIdle();
    }

    @Test
    void a_486_of_B_that_crosses_the_CANCEL_changes_nothing() {
        rings();
        Hold busy = world.holds(bob, 486, "INVITE");
        bob.rejects(486);
        alice.cancels().sees(487, "INVITE").isIdle();
        bob.isTold("CANCEL");
        busy.release();

        bob.isTold("ACK").isIdle();
        assertThat(alice.received().responses(486)).isEmpty();
    }

    @Test
    void a_CANCEL_after_the_answer_is_answered_and_ends_nothing() {
        talk();
        cancelsAtOnce();
        world.passes(Duration.ofSeconds(1));

        assertThat(alice.received().responses(487)).isEmpty();
        assertThat(alice.call().state()).isEqualTo(CallState.CONFIRMED);
        alice.hangsUp().isIdle();
        bob.isTold("BYE").isIdle();
    }

    @Test
    void a_CANCEL_of_a_call_whose_B_is_silent_leaves_nothing() {
        world.bridgesTo(bob);
        bob.misbehaves().ignores(message -> true);
        alice.calls(world.uri("bob")).sees(100).cancels().sees(487, "INVITE").isIdle();

        world.passes(Duration.ofSeconds(40));
        assertThat(bob.sent().all()).isEmpty();
    }

    @Test
    void a_200_that_is_the_first_word_of_B_after_the_CANCEL_ends_in_ACK_and_BYE() {
        world.bridgesTo(bob);
        bob.neverAnswers();
        alice.calls(world.uri("bob")).sees(100).cancels().sees(487, "INVITE").isIdle();
        bob.answers();

        bob.isTold("ACK").isTold("BYE").isIdle();
        assertThat(bob.received().requests("CANCEL")).isEmpty();
    }

    @Test
    void the_Reason_of_a_CANCEL_reaches_B() {
        rings();
        alice.misbehaves()
                .rewrites(
                        requests("CANCEL"),
                        cancel -> ((SipRequest) cancel)
                                .toBuilder()
                                        .add(HeaderName.REASON, "SIP;cause=200;text=\"Call completed elsewhere\"")
                                        .build());
        alice.cancels().sees(487, "INVITE").isIdle();
        bob.isTold("CANCEL").isIdle();

        assertThat(bob.received().request("CANCEL").header(HeaderName.REASON)).contains("Call completed elsewhere");
    }

    @Test
    void the_487_of_B_is_acknowledged_and_A_hears_of_one_487() {
        rings();
        alice.cancels().sees(487, "INVITE").isIdle();
        bob.isTold("CANCEL").isTold("ACK").isIdle();
        world.passes(Duration.ofSeconds(5));

        assertThat(alice.received().responses(487))
                .extracting(SipResponse::method)
                .containsExactly("INVITE");
    }
}
