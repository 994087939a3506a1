// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.sip.HeaderName;
import io.srf.sip.SipMessage;
import io.srf.testkit.Call;
import org.junit.jupiter.api.Test;

/** What the other side of a call is told of the methods it may use (RFC 3261 §13.2.1, RFC 3311 §4). */
@OverEveryEngine
class AllowedMethodsTest extends BridgedPhones {
    AllowedMethodsTest(Linked linked) {
        super(linked);
    }

    private static void assertAllowsUpdate(SipMessage message) {
        assertThat(message.all(HeaderName.ALLOW)).hasSize(1);
        assertThat(message.values(HeaderName.ALLOW)).contains("INVITE", "ACK", "BYE", "CANCEL", "UPDATE", "PRACK");
    }

    @Test
    void both_sides_of_a_bridge_are_told_in_each_INVITE_and_2xx() {
        world.bridgesTo(bob);
        bob.onCall(call -> {
            call.progresses();
            call.answers();
        });
        alice.calls(world.uri("bob")).isInCall();
        assertAllowsUpdate(bob.received().request("INVITE"));
        assertAllowsUpdate(alice.received().response(183));
        assertAllowsUpdate(alice.received().response(200));

        alice.holds().sees(200, "INVITE");
        assertAllowsUpdate(bob.received().requests("INVITE").getLast());
        assertAllowsUpdate(alice.received().responses(200).getLast());
        alice.hangsUp().isIdle();
        bob.isTold("BYE").isIdle();
    }

    @Test
    void a_caller_of_an_application_that_answers_is_told() {
        world.srf().invite((req, res) -> world.srf().createUAS(req, res, o -> o.localSdp(SDP)));
        alice.calls(world.uri("desk")).isInCall();

        assertAllowsUpdate(alice.received().response(200));
        alice.hangsUp().isIdle();
    }

    @Test
    void whom_an_application_calls_is_told_what_the_application_says_if_it_says_it() {
        bob.onCall(Call::answers);
        world.srf().createUAC(bob.uri().toString(), o -> o.localSdp(SDP).header("Allow", "INVITE, ACK, BYE, CANCEL"));
        bob.isInCall();

        assertThat(bob.received().request("INVITE").values(HeaderName.ALLOW))
                .containsExactly("INVITE", "ACK", "BYE", "CANCEL");
        bob.hangsUp().isIdle();
    }
}
