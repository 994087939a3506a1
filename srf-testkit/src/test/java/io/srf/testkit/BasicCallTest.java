// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BasicCallTest {
    private final SimWorld world = SimWorld.seeded(1);
    private final Phone alice = world.phone("alice");
    private final Phone bob = world.phone("bob");

    @AfterEach
    void nothing_is_left_over() {
        world.comesToRest();
        world.close();
    }

    @Test
    void a_call_rings_is_answered_held_resumed_and_hung_up() {
        alice.calls(bob);
        bob.isTold("INVITE").rings();
        alice.sees(180);
        bob.answers();
        alice.isInCall();
        bob.isInCall();
        alice.holds().sees(200);
        bob.isHeld();
        assertThat(alice.call().direction()).isEqualTo(MediaDirection.SENDONLY);
        assertThat(bob.call().direction()).isEqualTo(MediaDirection.RECVONLY);
        alice.resumes().sees(200);
        bob.isNotHeld();
        bob.hangsUp();
        alice.isTold("BYE").isIdle();
        bob.isIdle();
        world.time().advance(Duration.ofSeconds(1));
        System.out.println(world.ladder());
    }
}
