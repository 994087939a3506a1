// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import io.srf.sip.Methods;
import io.srf.sip.SipResponse;
import io.srf.testkit.Phone;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Alice is in a call with a node of an application. */
abstract class CallWithNode {
    static final Duration A_MOMENT = Duration.ofMillis(100);

    final EngineWorld world = new EngineWorld(7, 2);
    final ScriptedApplication first = world.node("desk", "desk-1", "invite");
    final Phone alice = world.phone("alice");
    String dialogId = "";

    @BeforeEach
    void alice_is_in_a_call_with_the_first_node() {
        first.on(
                Methods.INVITE,
                i -> first.answers(
                        i,
                        SipResponse.builder(200, null)
                                .body(alice.sent().request("INVITE").bodyText(), "application/sdp")));
        alice.calls(world.uri("front-desk")).isInCall();
        world.passes(A_MOMENT);
        dialogId = String.valueOf(first.requests(Methods.ACK).getFirst().dialogId());
    }

    @AfterEach
    void nothing_is_left() {
        world.comesToRest();
        world.close();
    }
}
