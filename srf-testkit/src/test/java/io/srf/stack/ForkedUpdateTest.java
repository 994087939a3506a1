// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.sip.HeaderName;
import io.srf.testkit.Hold;
import io.srf.testkit.MediaDirection;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Forks that change their session descriptions before one of them answers. */
class ForkedUpdateTest extends ForkedPhones {
    ForkedUpdateTest() {
        super(Linked.EMBEDDED);
    }

    private void bothRing() {
        bob.supports("100rel").onCall(call -> {});
        carol.supports("100rel").onCall(call -> {});
        world.srf()
                .invite((req, res) -> world.srf()
                        .createB2BUA(
                                req,
                                res,
                                both(),
                                o -> o.header("Supported", "100rel").proxyResponseHeaders("all")));
        alice.supports("100rel")
                .calls(world.uri("desk"), i -> i.set(HeaderName.ALLOW, "INVITE, ACK, BYE, CANCEL, PRACK, UPDATE"));
        bob.isTold("INVITE");
        carol.isTold("INVITE");
        bob.ringsReliably().isTold("PRACK");
        alice.sees(180).sees(200, "PRACK");
    }

    private void aliceTalksToCarol() {
        alice.isInCall();
        world.passes(Duration.ofSeconds(10));
        assertThat(alice.call().remoteSdp())
                .contains("c=IN IP4 " + carol.address().getAddress().getHostAddress());
        assertThat(alice.call().direction()).isEqualTo(MediaDirection.SENDRECV);
        assertThat(carol.call().direction()).isEqualTo(MediaDirection.SENDRECV);
        alice.hangsUp().isIdle();
        carol.isTold("BYE").isIdle();
    }

    @Test
    void one_that_answers_is_heard_after_another_has_rung_reliably() {
        bothRing();
        carol.answers();
        aliceTalksToCarol();
    }

    @Test
    void one_that_answers_is_heard_after_another_has_changed() {
        bothRing();
        bob.updates(MediaDirection.SENDONLY).sees(200, "UPDATE");
        carol.answers();
        aliceTalksToCarol();
    }

    @Test
    void one_that_answers_is_heard_while_another_changes() {
        bothRing();
        Hold update = holdsTo(alice, "UPDATE");
        bob.updates(MediaDirection.SENDONLY);
        world.passes(Duration.ofMillis(200));
        carol.answers();
        world.passes(Duration.ofMillis(200));
        update.release();
        aliceTalksToCarol();
    }

    @Test
    void one_that_rings_reliably_and_answers_is_heard_after_another_has_changed() {
        bothRing();
        bob.updates(MediaDirection.SENDONLY).sees(200, "UPDATE");
        carol.ringsReliably().isTold("PRACK");
        world.passes(Duration.ofSeconds(1));
        carol.answers();
        aliceTalksToCarol();
    }
}
