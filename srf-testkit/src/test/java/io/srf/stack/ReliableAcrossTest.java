// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.B2buaOptions;
import io.srf.Targets;
import io.srf.sip.HeaderName;
import io.srf.sip.SipMessage;
import io.srf.sip.SipRequest;
import io.srf.testkit.Call;
import io.srf.testkit.Hold;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Reliable provisional responses that are carried across a back-to-back call (RFC 3262). */
@OverEveryEngine
class ReliableAcrossTest extends BridgedPhones {
    ReliableAcrossTest(Linked linked) {
        super(linked);
    }

    private static void allHeaders(B2buaOptions.Builder options) {
        options.proxyRequestHeaders("all").proxyResponseHeaders("all");
    }

    private void bridges() {
        world.srf()
                .invite((req, res) ->
                        world.srf().createB2BUA(req, res, bob.uri().toString(), ReliableAcrossTest::allHeaders));
        bob.onCall(call -> {}).supports("100rel");
    }

    private void hangsUp() {
        alice.isInCall().hangsUp().isIdle();
        bob.isTold("BYE").isIdle();
    }

    @Test
    void a_reliable_response_of_B_is_reliable_for_A_and_each_leg_has_its_PRACK() {
        bridges();
        alice.supports("100rel").calls(world.uri("bob"));
        bob.isTold("INVITE").ringsReliably().isTold("PRACK");
        alice.sees(180).sees(200, "PRACK");
        assertThat(alice.received().response(180).rseq()).isPositive();
        bob.answers();

        hangsUp();
        assertThat(alice.sent().requests("PRACK")).hasSize(1);
        assertThat(bob.received().requests("PRACK")).hasSize(1);
    }

    @Test
    void the_200_waits_for_the_PRACK_of_A() {
        bridges();
        alice.supports("100rel").calls(world.uri("bob"));
        Hold prack = holdsFrom(alice, "PRACK");
        bob.isTold("INVITE").ringsReliably().isTold("PRACK").answers();
        alice.sees(180);
        world.passes(Duration.ofSeconds(2));
        assertThat(alice.received().responses(200)).isEmpty();
        prack.release();

        alice.sees(200, "PRACK").sees(200, "INVITE");
        hangsUp();
    }

    @Test
    void a_caller_who_never_sends_PRACK_is_refused_and_nobody_rings_for_it() {
        bridges();
        alice.supports("100rel").calls(world.uri("bob"));
        alice.misbehaves().withholds(requests("PRACK"));
        bob.isTold("INVITE").ringsReliably();
        alice.sees(504);

        bob.isTold("CANCEL").isIdle();
        alice.isIdle();
    }

    @Test
    void a_caller_who_gives_up_while_its_PRACK_is_on_its_way_leaves_no_ghost() {
        bridges();
        alice.supports("100rel").calls(world.uri("bob"));
        Hold prack = holdsFrom(alice, "PRACK");
        bob.isTold("INVITE").ringsReliably().isTold("PRACK").answers();
        alice.sees(180).cancels().sees(487);
        prack.release();

        bob.isTold("BYE").isIdle();
        alice.isIdle();
    }

    @Test
    void a_caller_who_knows_no_PRACK_hears_plain_ringing() {
        bob.onCall(call -> {}).supports("100rel");
        world.srf()
                .invite((req, res) -> world.srf()
                        .createB2BUA(
                                req,
                                res,
                                bob.uri().toString(),
                                options -> options.header("Supported", "100rel").proxyResponseHeaders("all")));
        alice.calls(world.uri("bob"));
        bob.isTold("INVITE").ringsReliably().isTold("PRACK");
        alice.sees(180);
        assertThat(alice.received().response(180).has(HeaderName.REQUIRE)).isFalse();
        bob.answers();

        hangsUp();
    }

    @Test
    void a_caller_who_insists_on_PRACK_gets_plain_ringing_reliably() {
        bob.onCall(Call::rings);
        world.srf()
                .invite((req, res) ->
                        world.srf().createB2BUA(req, res, bob.uri().toString()));
        alice.supports("100rel").calls(world.uri("bob"), invite -> invite.set(HeaderName.REQUIRE, "100rel"));
        alice.sees(180).sees(200, "PRACK");
        bob.answers();

        hangsUp();
    }

    @Test
    void several_targets_are_not_carried_across_reliably_for_the_first_would_bind_the_caller() {
        bob.onCall(call -> {}).supports("100rel");
        world.srf()
                .invite((req, res) -> world.srf()
                        .createB2BUA(
                                req,
                                res,
                                Targets.of(bob.uri().toString()).otherwise(failure -> null),
                                ReliableAcrossTest::allHeaders));
        alice.supports("100rel").calls(world.uri("bob"));
        bob.isTold("INVITE").ringsReliably().isTold("PRACK");
        alice.sees(180);
        assertThat(alice.received().response(180).has(HeaderName.RSEQ)).isFalse();
        bob.answers();

        hangsUp();
    }

    private static SipMessage offering(SipMessage prack) {
        return ((SipRequest) prack)
                .toBuilder()
                        .body(SDP.replace("m=audio 4000", "m=audio 4444"), "application/sdp")
                        .build();
    }

    @Test
    void an_offer_in_the_PRACK_of_A_reaches_B_and_the_answer_comes_back() {
        bridges();
        alice.supports("100rel").calls(world.uri("bob"));
        alice.misbehaves().rewrites(requests("PRACK"), ReliableAcrossTest::offering);
        bob.isTold("INVITE").ringsReliably().isTold("PRACK").isTold("UPDATE");
        alice.sees(180).sees(200, "PRACK");
        assertThat(bob.received().request("UPDATE").bodyText()).contains("m=audio 4444");
        assertThat(alice.received().responses(200).getLast().bodyText())
                .contains(bob.address().getAddress().getHostAddress());
        bob.answers();

        hangsUp();
    }

    @Test
    void an_offer_in_the_PRACK_of_A_that_B_does_not_take_is_answered_with_what_A_has() {
        bridges();
        bob.repliesTo("UPDATE", 488);
        alice.supports("100rel").calls(world.uri("bob"));
        alice.misbehaves().rewrites(requests("PRACK"), ReliableAcrossTest::offering);
        bob.isTold("INVITE").ringsReliably().isTold("PRACK").isTold("UPDATE");
        alice.sees(180).sees(200, "PRACK");
        assertThat(alice.received().responses(200).getLast().bodyText()).contains("m=audio");
        bob.answers();

        hangsUp();
    }
}
