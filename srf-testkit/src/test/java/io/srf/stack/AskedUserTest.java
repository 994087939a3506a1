// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.B2BUA;
import io.srf.sip.HeaderName;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.testkit.Call;
import io.srf.testkit.Phone;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A re-INVITE waits for the user of B, and one of the two is to talk with somebody else: that does not wait (RFC 3261 §14.2). */
class AskedUserTest extends BridgedPhones {
    private static final String SLOT = "701";
    private static final Duration ASKED = Duration.ofSeconds(150);

    private final Phone carol = world.phone("carol");
    private CompletableFuture<B2BUA> joined = new CompletableFuture<>();

    /** Alice talks to Bob, and has asked to hold him. */
    private void aliceWaits() {
        world.srf().invite((req, res) -> {
            if (req.calledNumber().equals(SLOT)) {
                world.srf().parking().retrieve(req, res, SLOT);
                return;
            }
            joined = world.srf()
                    .createB2BUA(
                            req,
                            res,
                            bob.uri().toString(),
                            o -> o.bridge(
                                    "REFER", (leg, refer, answer) -> world.srf().transfer(refer, answer)));
        });
        bob.onCall(Call::answers).asksItsUser(ASKED);
        alice.calls(world.uri("bob")).isInCall();
        bob.isInCall();
        world.passes(Duration.ofMillis(100));
        alice.holds().sees(180, "INVITE");
        bob.asksItsUser(Duration.ZERO);
    }

    private void bobIsAskedNoMore() {
        bob.isTold("CANCEL");
        assertThat(bob.sent().responses(487)).hasSize(1);
    }

    private static void hear(Phone one, Phone other) {
        assertThat(one.call().remoteSdp()).contains(other.address().getAddress().getHostAddress());
        assertThat(other.call().remoteSdp()).contains(one.address().getAddress().getHostAddress());
    }

    @Test
    void the_caller_is_transferred_at_once_and_its_offer_which_comes_again_reaches_the_target() {
        aliceWaits();
        carol.onCall(Call::answers);
        bob.transfers(carol);
        alice.sees(491, "INVITE");
        bobIsAskedNoMore();
        bob.hearsOfTransfer(200).isTold("BYE").isIdle();
        carol.isInCall().isHeld();

        hear(alice, carol);
        talkingEnds(alice, carol);
    }

    @Test
    void the_callee_is_transferred_at_once() {
        aliceWaits();
        carol.onCall(Call::answers);
        alice.transfers(carol)
                .sees(491, "INVITE")
                .hearsOfTransfer(200)
                .isTold("BYE")
                .isIdle();
        bobIsAskedNoMore();
        carol.isInCall();

        hear(bob, carol);
        talkingEnds(bob, carol);
    }

    @Test
    void a_callee_that_has_just_accepted_the_offer_hears_the_target_and_not_the_caller_again() {
        aliceWaits();
        carol.ringsOnly();
        alice.transfers(carol).hearsOfTransfer(180);
        SipRequest asked = bob.received().requests("INVITE").getLast();
        bob.misbehaves().ignoresNext(1, requests("CANCEL"));
        carol.answers();
        alice.sees(491, "INVITE");
        SipResponse late = asked.response(200, null)
                .set(HeaderName.TO, bob.sent().response(180).to())
                .set(HeaderName.CONTACT, "<" + bob.uri() + ">")
                .body(SDP.replace("198.18.0.99", bob.address().getAddress().getHostAddress()), "application/sdp")
                .build();
        bob.sendsRaw(world.address(), late.encoded());
        alice.hearsOfTransfer(200).isTold("BYE").isIdle();
        world.passes(Duration.ofSeconds(40));

        hear(bob, carol);
        talkingEnds(carol, bob);
    }

    @Test
    void a_callee_that_goes_to_the_target_is_not_asked_about_the_offer_of_a_caller_who_has_hung_up() {
        aliceWaits();
        carol.ringsOnly();
        alice.transfers(carol).sees(202, "REFER").hangsUp().sees(487, "INVITE").isIdle();
        bobIsAskedNoMore();
        carol.answers().isInCall();

        world.passes(Duration.ofSeconds(5));
        hear(bob, carol);
        talkingEnds(bob, carol);
    }

    @Test
    void the_caller_is_parked_at_once() {
        aliceWaits();
        world.srf().parking().park(joined.join().uas(), SLOT);
        alice.sees(491, "INVITE").isHeld();
        bobIsAskedNoMore();
        bob.isTold("BYE").isIdle();
        world.passes(Duration.ofSeconds(5));
        carol.calls(world.uri(SLOT)).isInCall();

        world.passes(Duration.ofSeconds(1));
        hear(alice, carol);
        talkingEnds(carol, alice);
    }

    @Test
    void somebody_takes_the_place_of_the_caller_at_once() {
        aliceWaits();
        SipResponse answer = alice.received().response(200);
        carol.calls(
                        world.uri("bob"),
                        invite -> invite.add(
                                HeaderName.REPLACES,
                                answer.callId() + ";to-tag=" + answer.to().tag() + ";from-tag="
                                        + answer.from().tag()))
                .isInCall();
        alice.sees(491, "INVITE").isTold("BYE").isIdle();
        bobIsAskedNoMore();

        hear(bob, carol);
        talkingEnds(bob, carol);
    }
}
