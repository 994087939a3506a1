// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CancelTest extends TwoPhones {
    @Test
    void a_CANCEL_while_it_rings_ends_the_call_with_487() {
        bob.ringsOnly();
        alice.calls(bob).sees(180);
        alice.cancels().sees(200, "CANCEL").sees(487, "INVITE").isIdle();
        bob.isTold("CANCEL").isTold("ACK").isIdle();

        assertThat(alice.call().status()).isEqualTo(487);
        assertThat(alice.sent().request("CANCEL").topVia())
                .isEqualTo(alice.sent().request("INVITE").topVia());
        assertThat(alice.received().responses(200).getFirst().to().tag())
                .isEqualTo(alice.received().response(487).to().tag());
    }

    @Test
    void a_CANCEL_waits_for_the_first_provisional_response() {
        alice.calls(bob).cancels();
        world.time().advance(Duration.ofMillis(150));
        assertThat(alice.sent().requests("CANCEL")).isEmpty();

        bob.rings();
        bob.isTold("CANCEL").isIdle();
        alice.isIdle();
    }

    @Test
    void a_200_that_crosses_a_CANCEL_ends_in_ACK_and_BYE() {
        bob.ringsOnly();
        alice.calls(bob).sees(180);
        Hold ok = world.network().hold(packet -> packet.isResponse(200, "INVITE"));
        Hold cancel = world.network().hold(packet -> packet.isRequest("CANCEL"));
        bob.answers();
        alice.cancels();
        ok.release();
        cancel.release();
        bob.isTold("CANCEL").isTold("ACK").isTold("BYE").isIdle();
        alice.sees(200, "CANCEL").sees(200, "BYE").isIdle();

        assertThat(world.ladder().toString()).isEqualTo("""
                              ms  alice                                     bob
                               0  |-------------- INVITE sdp -------------->|
                              10  |<------------- 180 INVITE ---------------|
                              20  |<------ 200 INVITE sdp held to 20 -------|
                              20  |----------- CANCEL held to 20 ---------->|
                              20  |------------------ ACK ----------------->|
                              20  |------------------ BYE ----------------->|
                              20  |<------------- 200 CANCEL ---------------|
                              30  |<--------------- 200 BYE ----------------|
                        """);
    }

    @Test
    void hanging_up_while_it_rings_cancels_or_rejects() {
        bob.ringsOnly();
        alice.calls(bob).sees(180);
        alice.hangsUp();
        bob.isTold("CANCEL").isIdle();
        alice.calls(bob).sees(180);
        bob.hangsUp();
        alice.sees(486).isIdle();
    }

    @Test
    void a_CANCEL_for_nothing_gets_481() {
        alice.sendsTo(bob.uri().toString(), "CANCEL").sees(481);
    }

    @Test
    void an_INVITE_that_is_not_answered_after_its_CANCEL_is_given_up_after_64_T1() {
        bob.ringsOnly();
        alice.calls(bob).sees(180);
        Duration begin = world.time().elapsed();
        bob.misbehaves().withholds(message -> message.startLine().startsWith("SIP/2.0 487"));
        alice.cancels().sees(487);

        assertThat(world.time().elapsed().minus(begin)).isEqualTo(Duration.ofSeconds(32));
        alice.isIdle();
    }
}
