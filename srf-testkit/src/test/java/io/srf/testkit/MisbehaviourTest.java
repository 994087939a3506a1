// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srf.sip.HeaderName;
import io.srf.sip.SipRequest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MisbehaviourTest extends TwoPhones {
    @Test
    void ignored_messages_are_as_good_as_lost() {
        bob.misbehaves().ignoresNext(2, message -> message instanceof SipRequest);
        alice.calls(bob);
        bob.isTold("INVITE");

        assertThat(world.time().elapsed()).isEqualTo(Duration.ofMillis(1510));
        bob.rejects(480);
    }

    @Test
    void rewritten_messages_are_sent_in_their_new_form_again_and_again() {
        bob.misbehaves().ignoresNext(1, message -> true);
        alice.misbehaves()
                .rewrites(
                        message -> true,
                        message -> ((SipRequest) message)
                                .toBuilder().add(HeaderName.SUBJECT, "changed").build());
        alice.sendsTo(bob.uri().toString(), "OPTIONS").sees(200);

        assertThat(alice.sent().requests("OPTIONS"))
                .hasSize(2)
                .allMatch(request -> "changed".equals(request.header(HeaderName.SUBJECT)));
        assertThat(bob.received().request("OPTIONS").header(HeaderName.SUBJECT)).isEqualTo("changed");
    }

    @Test
    void a_phone_may_retransmit_for_ever_until_it_is_told_to_stop() {
        alice.misbehaves().repeats(message -> true, Duration.ofSeconds(1));
        alice.sendsTo(bob.uri().toString(), "OPTIONS");
        assertThatThrownBy(() -> world.time().runUntilIdle(Duration.ofMinutes(5)))
                .hasMessageContaining("alice: repetition of OPTIONS sip:bob@198.18.0.2:5060");
        assertThat(bob.received().requests("OPTIONS")).hasSizeGreaterThan(290);
        alice.misbehaves().stops();
    }

    @Test
    void a_second_200_with_another_tag_is_acknowledged_and_hung_up() {
        talk();
        bob.answersAgain("fork-2");
        bob.isTold("ACK").isTold("BYE");

        assertThat(bob.received().request("BYE").to().tag()).isEqualTo("fork-2");
        assertThat(alice.call().state()).isEqualTo(CallState.CONFIRMED);
        assertThat(bob.call().state()).isEqualTo(CallState.CONFIRMED);
        alice.hangsUp();
        bob.isIdle();
    }

    @Test
    void several_forks_may_ring_and_the_first_that_answers_is_the_call() {
        bob.ringsOnly();
        alice.calls(bob).sees(180);
        bob.sendsRaw(alice.address(), bob.sent().response(180).toString().replace("tag=bob-1", "tag=bob-fork"));
        alice.sees(180);
        assertThat(alice.leftovers())
                .filteredOn(left -> left.startsWith("dialog"))
                .hasSize(2);
        bob.answers();
        alice.isInCall();

        assertThat(alice.leftovers())
                .filteredOn(left -> left.startsWith("dialog"))
                .hasSize(1);
        alice.hangsUp();
    }

    @Test
    void a_phone_may_forget_to_answer_a_BYE() {
        talk();
        bob.misbehaves().ignores(message -> message instanceof SipRequest request && request.is("BYE"));
        alice.hangsUp().sees(408).isIdle();
        assertThat(bob.call().state()).isEqualTo(CallState.CONFIRMED);

        bob.hangsUp().sees(481).isIdle();
    }
}
