// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.sip.Via;
import io.srf.testkit.Hold;
import io.srf.testkit.Will;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A caller who gives up, at the moments when it matters (RFC 3261 §9, RFC 5407 §3.1). */
@OverEveryEngine
class CancelRaceTest extends BridgedPhones {
    CancelRaceTest(Linked linked) {
        super(linked);
    }

    @Test
    void a_CANCEL_before_any_answer_of_B_is_sent_on_as_soon_as_B_rings() {
        world.bridgesTo(bob);
        bob.neverAnswers();

        alice.calls(world.uri("bob"));
        bob.isTold("INVITE");
        alice.cancels().sees(487).isIdle();
        assertThat(bob.received().requests("CANCEL")).isEmpty();

        bob.rings();
        bob.isTold("CANCEL").isIdle();
    }

    @Test
    void a_CANCEL_that_comes_before_the_handler_calls_B_leaves_B_alone() {
        world.sim().network().will(Will.GOOD.withDelay(Duration.ZERO));
        CompletableFuture<Void> ready = new CompletableFuture<>();
        world.srf().invite((req, res) -> {
            world.sim().time().schedule(Duration.ofSeconds(1), () -> ready.complete(null));
            ready.join();
            world.srf().createB2BUA(req, res, bob.uri().toString());
        });

        alice.calls(world.uri("bob")).cancels().sees(487).isIdle();
        assertThat(ready).isNotDone();
        world.passes(Duration.ofSeconds(2));

        assertThat(ready).isDone();
        assertThat(bob.received().all()).isEmpty();
    }

    @Test
    void a_CANCEL_that_crosses_the_200_of_B_ends_in_ACK_and_BYE_for_B() {
        world.bridgesTo(bob);
        bob.ringsOnly();
        Hold ok = world.holds(bob, 200, "INVITE");

        alice.calls(world.uri("bob")).sees(180);
        bob.answers();
        alice.cancels().sees(487).isIdle();
        bob.isTold("CANCEL");
        ok.release();

        bob.isTold("ACK").isTold("BYE").isIdle();
        assertThat(alice.received().responses(200))
                .extracting(SipResponse::method)
                .containsExactly("CANCEL");
    }

    @Test
    void a_CANCEL_that_crosses_the_200_to_A_is_answered_and_changes_nothing() {
        world.bridgesTo(bob);
        bob.ringsOnly();

        alice.calls(world.uri("bob")).sees(180);
        Hold ok = holdsOkTo(alice);
        bob.answers();
        world.passes(Duration.ofMillis(50));
        assertThat(ok.held()).hasSize(1);
        alice.cancels().sees(200, "CANCEL");
        bob.isNotTold("BYE", Duration.ofMillis(100));
        ok.release();

        bob.isTold("BYE").isIdle();
        alice.sees(200, "BYE").isIdle();
        assertThat(alice.received().responses(487)).isEmpty();
        assertThat(bob.received().requests("CANCEL")).isEmpty();
    }

    @Test
    void a_CANCEL_whose_Via_was_changed_by_a_NAT_reaches_B() {
        world.bridgesTo(bob);
        bob.ringsOnly();
        alice.misbehaves()
                .rewrites(
                        message -> message instanceof SipRequest request && request.is("CANCEL"),
                        message -> behindNat((SipRequest) message));

        alice.calls(world.uri("bob")).sees(180).cancels().sees(487, "INVITE").isIdle();
        bob.isTold("CANCEL").isIdle();
    }

    private static SipRequest behindNat(SipRequest cancel) {
        Via via = new Via("UDP", "10.9.9.9", 40_000, cancel.topVia().params());
        return cancel.toBuilder().replaceTopVia(via).build();
    }

    @Test
    void a_CANCEL_that_crosses_the_time_out_of_B_leaves_nobody_in_a_call() {
        world.bridgesTo(bob);
        bob.misbehaves().ignores(message -> true);

        alice.calls(world.uri("bob")).sees(100);
        Hold failure = world.sim()
                .network()
                .hold(packet -> packet.to().equals(alice.address())
                        && packet.message() instanceof SipResponse response
                        && response.status() >= 400);
        world.passes(Duration.ofSeconds(33));
        assertThat(failure.held()).isNotEmpty();
        alice.cancels();
        world.passes(Duration.ofMillis(100));
        failure.release();

        alice.isIdle();
        assertThat(alice.call().status()).isEqualTo(408);
        assertThat(world.events()).isEmpty();
    }
}
