// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.sip.SipResponse;
import io.srf.testkit.Call;
import io.srf.testkit.Hold;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A 2xx whose ACK is missing when the call ends is repeated all the same, until the ACK comes or 64·T1 have passed (RFC 3261 §13.3.1.4). */
@OverEveryEngine
class AnswersOutliveCallsTest extends BridgedPhones {
    AnswersOutliveCallsTest(Linked linked) {
        super(linked);
    }

    private void holdsWhileAnswersGetLost(int lost) {
        alice.misbehaves().ignoresNext(lost, responses(200, "INVITE"));
        alice.holds();
        bob.isHeld();
        world.passes(Duration.ofMillis(100));
    }

    private List<SipResponse> answers() {
        return alice.received().responses(200).stream()
                .filter(ok -> ok.method().equals("INVITE"))
                .toList();
    }

    @Test
    void one_who_hangs_up_gets_the_lost_200_for_its_re_INVITE() {
        talk();
        holdsWhileAnswersGetLost(3);
        alice.hangsUp().sees(200, "BYE").sees(200, "INVITE");

        bob.isTold("BYE").isIdle();
        bothLegsEndedOnce();
    }

    @Test
    void a_caller_who_hangs_up_at_once_gets_the_lost_200_for_its_INVITE() {
        world.bridgesTo(bob);
        bob.onCall(Call::rings);
        alice.misbehaves().ignoresNext(3, responses(200, "INVITE"));
        alice.calls(world.uri("bob")).sees(180);
        bob.answers();
        world.passes(Duration.ofMillis(100));
        alice.sends("BYE").sees(200, "BYE").sees(200, "INVITE");

        bob.isTold("BYE").isIdle();
        bothLegsEndedOnce();
    }

    @Test
    void the_ACK_that_comes_after_the_end_ends_the_repetition() {
        talk();
        Hold ack = holdsFrom(alice, "ACK");
        alice.holds().sees(200, "INVITE").hangsUp().sees(200, "BYE").isIdle();
        world.passes(Duration.ofSeconds(3));
        ack.release();
        world.passes(Duration.ofSeconds(1));
        int heard = answers().size();
        world.passes(Duration.ofSeconds(32));

        assertThat(answers()).hasSize(heard);
        bob.isIdle();
        bothLegsEndedOnce();
    }

    @Test
    void nobody_hears_that_the_ACK_never_came() {
        talk();
        alice.misbehaves().neverAcks();
        alice.holds().sees(200, "INVITE");
        alice.hangsUp().sees(200, "BYE");
        world.passes(Duration.ofSeconds(40));

        assertThat(answers()).hasSizeGreaterThan(8);
        assertThat(alice.received().requests("BYE")).isEmpty();
        bothLegsEndedOnce();
    }
}
