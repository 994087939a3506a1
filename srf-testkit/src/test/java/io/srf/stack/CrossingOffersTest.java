// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.Dialog;
import io.srf.testkit.Call;
import io.srf.testkit.Hold;
import io.srf.testkit.MediaDirection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Offers of both sides that meet (RFC 5407 §3.3, RFC 3311 §5.2, RFC 3261 §14). */
@OverEveryEngine
class CrossingOffersTest extends BridgedPhones {
    CrossingOffersTest(Linked linked) {
        super(linked);
    }

    private Dialog talksWithBob() {
        bob.onCall(Call::answers);
        CompletableFuture<Dialog> call = world.srf().createUAC(bob.uri().toString(), o -> o.localSdp(SDP));
        bob.isInCall();
        world.passes(Duration.ofMillis(100));
        return call.join();
    }

    @Test
    @DisplayName("RFC 5407 §3.3.1")
    void re_INVITEs_that_cross_get_491_and_the_one_who_does_not_own_the_Call_ID_is_first() {
        Dialog dialog = talksWithBob();
        CompletableFuture<String> offer = dialog.modify(SDP.replace("4000", "4002"));
        world.passes(Duration.ofMillis(5));
        bob.holds().sees(491, "INVITE").sees(200, "INVITE");
        assertThat(offer).isNotDone();
        world.passes(Duration.ofSeconds(5));

        assertThat(offer).isCompleted();
        assertThat(bob.sent().responses(491)).hasSize(1);
        bob.hangsUp().isIdle();
    }

    @Test
    @DisplayName("RFC 5407 §3.3.2")
    void an_UPDATE_that_crosses_our_re_INVITE_gets_491() {
        Dialog dialog = talksWithBob();
        Hold reInvite = holdsTo(bob, "INVITE");
        CompletableFuture<String> offer = dialog.modify(SDP.replace("4000", "4002"));
        world.passes(Duration.ofMillis(5));
        bob.updates(MediaDirection.SENDONLY).sees(491, "UPDATE");
        reInvite.release();
        world.passes(Duration.ofSeconds(10));

        assertThat(offer).isCompleted();
        bob.hangsUp().isIdle();
    }

    @Test
    @DisplayName("RFC 5407 §3.3.2, across the bridge")
    void an_UPDATE_of_B_that_crosses_a_re_INVITE_of_A_leaves_one_of_them_standing() {
        talk();
        alice.holds();
        bob.updates(MediaDirection.SENDONLY).sees(491, "UPDATE");
        alice.sees(491, "INVITE").sees(200, "INVITE");

        bob.isHeld();
        alice.hangsUp().isIdle();
        bob.isTold("BYE").isIdle();
        bothLegsEndedOnce();
    }

    @Test
    void an_UPDATE_with_an_offer_passes_across() {
        talk();
        alice.updates(MediaDirection.SENDONLY).sees(200, "UPDATE");
        bob.isHeld();
        bob.updates(MediaDirection.RECVONLY).sees(200, "UPDATE");

        alice.hangsUp().isIdle();
        bob.isTold("BYE").isIdle();
    }

    @Test
    void an_UPDATE_without_offer_passes_before_the_INVITE_is_answered() {
        world.bridgesTo(bob);
        bob.onCall(Call::progresses);
        alice.calls(world.uri("bob")).sees(183).updates().sees(200, "UPDATE");
        bob.answers();

        alice.isInCall().hangsUp().isIdle();
        bob.isTold("BYE").isIdle();
    }

    @Test
    void an_UPDATE_with_an_offer_while_the_first_is_open_gets_500_with_Retry_After() {
        rings();
        alice.sends("UPDATE", update -> update.body(SDP, "application/sdp")).sees(500, "UPDATE");
        bob.answers();

        alice.isInCall().hangsUp().isIdle();
        bob.isTold("BYE").isIdle();
    }

    @Test
    void offers_that_cross_again_and_again_come_to_an_end() {
        talk();
        for (int round = 0; round < 3; round++) {
            alice.holds();
            bob.holds();
            world.passes(Duration.ofSeconds(20));
            alice.resumes();
            bob.resumes();
            world.passes(Duration.ofSeconds(20));
        }
        alice.isNotHeld();
        bob.isNotHeld();

        alice.hangsUp().isIdle();
        bob.isTold("BYE").isIdle();
        bothLegsEndedOnce();
    }
}
