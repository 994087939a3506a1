// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LostAckTest extends TwoPhones {
    @Test
    void a_200_is_sent_again_until_an_ACK_arrives_and_each_gets_one() {
        world.network().will(alice.address(), bob.address(), Will.GOOD.withLoss(1));
        alice.calls(bob);
        world.network().will(alice.address(), bob.address(), Will.GOOD);
        bob.isTold("INVITE");
        world.network().will(alice.address(), bob.address(), Will.GOOD.withLoss(1));
        bob.answers();
        alice.isInCall();
        world.time().advance(Duration.ofSeconds(3));
        assertThat(bob.call().state()).isEqualTo(CallState.ANSWERED);
        assertThat(alice.received().responses(200)).hasSize(3);
        assertThat(alice.sent().requests("ACK")).hasSize(3);

        world.network().will(alice.address(), bob.address(), Will.GOOD);
        bob.isInCall();
        assertThat(alice.received().responses(200)).hasSize(4);
        alice.hangsUp();
        bob.isIdle();
    }

    @Test
    void without_any_ACK_the_called_phone_hangs_up_after_32_seconds() {
        alice.misbehaves().neverAcks();
        alice.calls(bob);
        bob.isTold("INVITE").answers();
        Duration begin = world.time().elapsed();
        alice.isTold("BYE").isIdle();

        assertThat(world.time().elapsed().minus(begin)).isEqualTo(Duration.ofMillis(32_010));
        assertThat(alice.received().responses(200)).hasSize(11);
        bob.isIdle();
    }

    @Test
    void a_BYE_that_overtakes_the_ACK_ends_the_call() {
        alice.calls(bob);
        bob.isTold("INVITE").answers();
        Hold ack = world.network().hold(packet -> packet.isRequest("ACK"));
        alice.isInCall().hangsUp().sees(200, "BYE").isIdle();
        bob.isIdle();
        ack.release();
    }
}
