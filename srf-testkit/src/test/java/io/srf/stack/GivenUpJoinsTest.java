// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.B2BUA;
import io.srf.ParkedCall;
import io.srf.sip.SipRequest;
import io.srf.testkit.Call;
import io.srf.testkit.Hold;
import io.srf.testkit.Phone;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Futures of parking, retrieving, giving back and transferring that the application gives up: who was called or has called is not left in a call that nobody knows. */
class GivenUpJoinsTest extends BridgedPhones {
    private static final String SLOT = "701";

    private final Phone carol = world.phone("carol");
    private CompletableFuture<B2BUA> retrieved = new CompletableFuture<>();
    private CompletableFuture<B2BUA> joined = new CompletableFuture<>();
    private CompletableFuture<B2BUA> transferred = new CompletableFuture<>();

    private void talks() {
        world.srf().invite((req, res) -> {
            if (req.calledNumber().equals(SLOT)) {
                retrieved = world.srf().parking().retrieve(req, res, SLOT);
            } else {
                joined = world.srf()
                        .createB2BUA(
                                req,
                                res,
                                bob.uri().toString(),
                                options -> options.bridge(
                                        "REFER",
                                        (leg, refer, answer) ->
                                                transferred = world.srf().transfer(refer, answer)));
            }
        });
        bob.onCall(Call::answers);
        alice.calls(world.uri("bob")).isInCall();
        bob.isInCall();
        world.passes(Duration.ofMillis(100));
    }

    private CompletableFuture<ParkedCall> parks() {
        talks();
        CompletableFuture<ParkedCall> parked =
                world.srf().parking().park(joined.join().uas(), SLOT);
        bob.isTold("BYE").isIdle();
        alice.isHeld();
        world.passes(Duration.ofMillis(100));
        return parked;
    }

    private void timesOut(CompletableFuture<?> future) {
        assertThat(future.completeExceptionally(new TimeoutException())).isTrue();
        world.passes(Duration.ofMillis(100));
    }

    @Test
    void a_call_that_is_still_being_held_goes_on_as_it_was() {
        talks();
        Hold reinvite = holdsTo(alice, "INVITE");
        CompletableFuture<ParkedCall> parked =
                world.srf().parking().park(joined.join().uas(), SLOT);
        timesOut(parked);
        reinvite.release();
        world.passes(Duration.ofSeconds(1));

        alice.isNotHeld();
        assertThat(world.srf().parking().slots()).isEmpty();
        talkingEnds(alice, bob);
    }

    @Test
    void one_who_is_still_retrieving_is_refused_and_the_call_stays_parked() {
        parks();
        Hold reinvite = holdsTo(alice, "INVITE");
        carol.calls(world.uri(SLOT)).sees(100);
        timesOut(retrieved);
        carol.sees(480).isIdle();
        reinvite.release();
        world.passes(Duration.ofSeconds(1));

        alice.isHeld();
        assertThat(world.srf().parking().slots()).containsExactly(SLOT);
        alice.hangsUp().isIdle();
    }

    @Test
    void one_who_has_not_yet_answered_the_offer_of_the_parked_side_is_hung_up_on() {
        parks();
        Hold ack = holdsFrom(carol, "ACK");
        carol.calls(world.uri(SLOT), SipRequest.Builder::noBody).sees(200);
        world.passes(Duration.ofMillis(100));
        timesOut(retrieved);
        ack.release();
        carol.isTold("BYE").isIdle();
        world.passes(Duration.ofSeconds(1));

        assertThat(world.srf().parking().slots()).containsExactly(SLOT);
        alice.isHeld().hangsUp().isIdle();
    }

    @Test
    void one_to_whom_a_call_is_being_given_back_is_cancelled() {
        ParkedCall parked = parks().join();
        carol.ringsOnly();
        CompletableFuture<B2BUA> given = parked.giveBack(carol.uri().toString());
        carol.isTold("INVITE");
        timesOut(given);
        carol.isTold("CANCEL").isIdle();

        alice.isInCall().isHeld().hangsUp().isIdle();
    }

    @Test
    void a_transfer_whose_target_rings_is_cancelled_and_the_two_go_on() {
        talks();
        carol.ringsOnly();
        alice.transfers(carol.uri().toString()).sees(202, "REFER");
        carol.isTold("INVITE");
        world.passes(Duration.ofMillis(100));
        assertThat(transferred.cancel(true)).isTrue();
        carol.isTold("CANCEL").isIdle();

        alice.hearsOfTransfer(487);
        talkingEnds(alice, bob);
    }

    @Test
    void a_transfer_whose_target_has_answered_and_is_not_joined_yet_is_hung_up_on() {
        talks();
        Hold reinvite = holdsTo(bob, "INVITE");
        carol.onCall(Call::answers);
        alice.transfers(carol.uri().toString()).sees(202, "REFER");
        carol.isTold("INVITE");
        world.passes(Duration.ofMillis(100));
        timesOut(transferred);
        carol.isTold("BYE").isIdle();
        reinvite.release();
        world.passes(Duration.ofSeconds(1));

        alice.hearsOfTransfer(487);
        talkingEnds(alice, bob);
    }
}
