// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.testkit.Phone;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;

/** An engine, two phones, and a node of an application whose link tests let drop. */
abstract class NodesFixture {
    static final String SDP = """
            v=0
            o=- 1 1 IN IP4 198.18.0.1
            s=-
            c=IN IP4 198.18.0.1
            t=0 0
            m=audio 4000 RTP/AVP 0
            a=sendrecv
            """.replace("\n", "\r\n");
    static final Duration A_MOMENT = Duration.ofMillis(100);
    static final Duration A_SECOND = Duration.ofSeconds(1);

    final EngineWorld world = new EngineWorld(7, 2);
    final ScriptedApplication first = world.node("desk", "desk-1", "invite");
    final Phone alice = world.phone("alice");
    final Phone bob = world.phone("bob");

    @AfterEach
    void nothing_is_left() {
        world.comesToRest();
        world.close();
    }

    ScriptedApplication heir() {
        return world.node("desk", "desk-2", "invite");
    }

    static ScriptedApplication answersCalls(ScriptedApplication node) {
        return node.on(
                Methods.INVITE,
                i -> node.answers(i, SipResponse.builder(200, null).body(SDP, "application/sdp")));
    }

    static ScriptedApplication answersByes(ScriptedApplication node) {
        return node.on(Methods.BYE, i -> node.answers(i, 200));
    }

    String aliceInCall() {
        answersCalls(first);
        alice.calls(world.uri("front-desk")).isInCall();
        world.passes(A_MOMENT);
        return String.valueOf(first.requests(Methods.ACK).getFirst().dialogId());
    }

    SipRequest.Builder inviteBob() {
        return SipRequest.builder(Methods.INVITE, bob.uri()).body(SDP, "application/sdp");
    }

    String bobInCall() {
        bob.answersAfter(A_MOMENT);
        first.sends(inviteBob());
        world.passes(A_SECOND);
        String dialogId = String.valueOf(first.responses(200).getFirst().dialogId());
        first.sends(dialogId, Methods.ACK);
        bob.isInCall();
        return dialogId;
    }

    void endedBy(ScriptedApplication heir, String dialogId) {
        heir.sends(dialogId, Methods.BYE);
        world.passes(A_MOMENT);
    }
}
