// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.testkit.Phone;
import org.junit.jupiter.api.AfterEach;

/** An application that takes and makes calls, and two phones; after each test nothing may be left. */
abstract class EngineCalls {
    static final String SDP = """
            v=0
            o=- 1 1 IN IP4 198.18.0.1
            s=-
            c=IN IP4 198.18.0.1
            t=0 0
            m=audio 4000 RTP/AVP 0
            a=sendrecv
            """.replace("\n", "\r\n");

    final EngineWorld world = new EngineWorld(7, 2);
    final ScriptedApplication application = world.application("invite");
    final Phone alice = world.phone("alice");
    final Phone bob = world.phone("bob");

    @AfterEach
    void nothing_is_left() {
        world.comesToRest();
        world.close();
    }

    void answersCalls() {
        application
                .on(
                        Methods.INVITE,
                        i -> application.answers(
                                i, SipResponse.builder(200, null).body(SDP, "application/sdp")))
                .on(Methods.BYE, i -> application.answers(i, 200));
    }

    SipRequest.Builder inviteBob() {
        return SipRequest.builder(Methods.INVITE, bob.uri()).body(SDP, "application/sdp");
    }
}
