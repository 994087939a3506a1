// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import org.junit.jupiter.api.AfterEach;

/** Two phones that reach each other directly, and the check that nothing is left over. */
abstract class TwoPhones {
    final SimWorld world = SimWorld.seeded(1);
    final Phone alice = world.phone("alice");
    final Phone bob = world.phone("bob");

    @AfterEach
    void nothing_is_left_over() {
        try (world) {
            world.comesToRest();
        }
    }

    /** Lets alice call bob, who answers. */
    void talk() {
        alice.calls(bob);
        bob.isTold("INVITE").answers();
        alice.isInCall();
        bob.isInCall();
    }
}
