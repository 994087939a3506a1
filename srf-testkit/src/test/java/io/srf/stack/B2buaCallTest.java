// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

@OverEveryEngine
class B2buaCallTest extends BridgedPhones {
    B2buaCallTest(Linked linked) {
        super(linked);
    }

    @Test
    void a_call_is_connected_and_the_caller_hangs_up() {
        world.bridgesTo(bob);
        bob.answersAfter(Duration.ofSeconds(2));

        alice.calls(world.uri("bob")).sees(180).isInCall();
        bob.isInCall();
        alice.hangsUp().isIdle();
        bob.isTold("BYE").isIdle();

        world.passes(Duration.ofSeconds(1));
        assertThat(world.events())
                .containsExactlyInAnyOrder(
                        "create-early UAC",
                        "create-early UAS",
                        "create UAC",
                        "create UAS",
                        "terminate UAS remote BYE",
                        "terminate UAC local BYE");
    }

    @Test
    void the_callee_hangs_up() {
        world.bridgesTo(bob);
        bob.answersAfter(Duration.ofSeconds(2));

        alice.calls(world.uri("bob")).isInCall();
        bob.isInCall().hangsUp().isIdle();
        alice.isTold("BYE").isIdle();
    }

    @Test
    void hold_and_resume_pass_across() {
        world.bridgesTo(bob);
        bob.answersAfter(Duration.ofSeconds(2));

        alice.calls(world.uri("bob")).isInCall();
        alice.holds().sees(200, "INVITE");
        bob.isHeld();
        alice.resumes().sees(200, "INVITE");
        bob.isNotHeld();
        bob.holds().sees(200, "INVITE");
        alice.isHeld();
        bob.resumes().sees(200, "INVITE");
        alice.isNotHeld();
        alice.hangsUp();
        bob.isIdle();
    }

    @Test
    void INFO_MESSAGE_UPDATE_and_OPTIONS_pass_across_and_so_do_their_answers() {
        world.bridgesTo(bob);
        bob.answersAfter(Duration.ofSeconds(2));
        bob.repliesTo("INFO", 415);

        alice.calls(world.uri("bob")).isInCall();
        alice.sends("INFO", "Signal=5").sees(415, "INFO");
        alice.sends("MESSAGE", "hello").sees(200, "MESSAGE");
        alice.updates().sees(200, "UPDATE");
        bob.sends("OPTIONS").sees(200, "OPTIONS");

        assertThat(bob.received().request("INFO").bodyText()).isEqualTo("Signal=5");
        assertThat(bob.received().request("MESSAGE").bodyText()).isEqualTo("hello");
        bob.hangsUp();
        alice.isIdle();
    }

    @Test
    void a_busy_callee_is_told_to_the_caller() {
        world.bridgesTo(bob);
        bob.rejectsWith(486);

        alice.calls(world.uri("bob")).sees(486).isIdle();
    }

    @Test
    void a_caller_who_gives_up_leaves_nobody_ringing() {
        world.bridgesTo(bob);
        bob.ringsOnly();

        alice.calls(world.uri("bob")).sees(180).cancels().sees(487).isIdle();
        bob.isTold("CANCEL").isIdle();
    }
}
