// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.sip.HeaderName;
import io.srf.sip.SipResponse;
import io.srf.testkit.CallState;
import io.srf.testkit.Phone;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What may go wrong around the answer of a call that is bridged. */
@OverEveryEngine
class AnswerRaceTest {
    private final StackWorld world;
    private final Phone alice;
    private final Phone bob;

    AnswerRaceTest(Linked linked) {
        world = new StackWorld(linked);
        alice = world.phone("alice");
        bob = world.phone("bob");
    }

    @AfterEach
    void nothing_is_left() {
        world.comesToRest();
        world.close();
    }

    private void calls() {
        world.bridgesTo(bob);
        alice.calls(world.uri("bob"));
    }

    @Test
    void a_200_that_is_never_acknowledged_is_repeated_and_ends_both_legs_after_32_seconds() {
        alice.misbehaves().neverAcks();
        bob.onCall(call -> call.answers());
        calls();

        alice.isTold("BYE").isIdle();
        bob.isTold("BYE").isIdle();

        assertThat(world.sim().time().elapsed()).isBetween(Duration.ofSeconds(32), Duration.ofSeconds(33));
        assertThat(alice.received().responses(200))
                .filteredOn(ok -> ok.method().equals("INVITE"))
                .hasSizeGreaterThan(8);
        world.passes(Duration.ofSeconds(1));
        assertThat(world.events())
                .filteredOn(event -> event.startsWith("terminate UAS"))
                .singleElement()
                .asString()
                .contains("ACK timeout");
        assertThat(world.events())
                .filteredOn(event -> event.startsWith("terminate UAC"))
                .containsExactly("terminate UAC local BYE");
    }

    @Test
    void a_200_of_B_that_gets_lost_is_repeated_until_it_arrives() {
        AtomicInteger toLose = new AtomicInteger(3);
        bob.misbehaves()
                .withholds(message -> message instanceof SipResponse response
                        && response.status() == 200
                        && toLose.getAndDecrement() > 0);
        bob.onCall(call -> call.answers());
        calls();

        alice.isInCall();
        bob.isInCall();
        alice.hangsUp().isIdle();
        bob.isTold("BYE").isIdle();
    }

    @Test
    void a_200_without_Contact_leaves_nobody_in_a_call() {
        bob.onCall(call -> call.answers(ok -> ok.remove(HeaderName.CONTACT)));
        calls();

        alice.isIdle();
        world.passes(Duration.ofMinutes(1));
        bob.isIdle();
    }

    @Test
    void a_200_whose_Contact_cannot_be_read_is_hung_up_and_a_502_for_the_caller() {
        bob.onCall(call -> call.answers(ok -> ok.set(HeaderName.CONTACT, "<sip:bob")));
        calls();

        bob.isTold("ACK").isTold("BYE").isIdle();
        alice.sees(502).isIdle();
    }

    @Test
    void a_180_whose_Contact_cannot_be_read_is_heard_by_the_caller() {
        bob.onCall(call -> call.progresses(180, ringing -> ringing.set(HeaderName.CONTACT, "<sip:bob")));
        calls();

        alice.sees(180);
        bob.answers();
        alice.isInCall().hangsUp().isIdle();
        bob.isTold("BYE").isIdle();
    }

    @Test
    void an_INVITE_that_is_repeated_after_the_ACK_calls_nobody_again() {
        bob.onCall(call -> call.answers());
        calls();

        alice.isInCall()
                .sendsRaw(world.address(), alice.sent().request("INVITE").encoded());
        world.passes(Duration.ofSeconds(1));
        assertThat(bob.received().requests("INVITE")).hasSize(1);
        assertThat(alice.call().state()).isEqualTo(CallState.CONFIRMED);

        alice.hangsUp().isIdle();
        bob.isIdle();
    }

    @Test
    void an_INVITE_that_is_repeated_while_it_rings_calls_nobody_again() {
        bob.ringsOnly();
        calls();

        alice.sees(180).sendsRaw(world.address(), alice.sent().request("INVITE").encoded());
        alice.sees(180);
        assertThat(bob.received().requests("INVITE")).hasSize(1);

        bob.answers();
        alice.isInCall();
        bob.hangsUp();
        alice.isIdle();
    }

    @Test
    void a_callee_who_rejects_after_180_is_told_to_the_caller() {
        bob.ringsOnly();
        calls();

        alice.sees(180);
        bob.rejects(603);
        alice.sees(603).isIdle();
        assertThat(alice.allCalls()).hasSize(1);
    }

    @Test
    void a_callee_who_is_silent_is_a_408_for_the_caller() {
        bob.misbehaves().ignores(message -> true);
        calls();

        world.passes(Duration.ofSeconds(33));
        alice.sees(408).isIdle();
    }
}
