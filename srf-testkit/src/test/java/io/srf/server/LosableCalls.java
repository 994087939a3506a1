// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import io.srf.server.transport.Protocol;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.sip.Via;
import io.srf.testkit.Phone;
import io.srf.wire.ServerMessage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** An application that takes calls, and phones that can be reached by one connection only; after each test nothing may be left. */
abstract class LosableCalls {
    static final String SDP = TimedCalls.SDP;
    static final String SDP_TYPE = TimedCalls.SDP_TYPE;
    static final String LOST = "SIP;cause=503;text=\"connection lost\"";
    static final Duration A_MOMENT = Duration.ofMillis(100);
    static final Duration GRACE = Duration.ofSeconds(32);

    final EngineWorld world = new EngineWorld(11, 2);
    final ScriptedApplication application = world.application("invite");
    final Phone browser = phone("browser", Protocol.WS);

    LosableCalls() {
        application.on(
                Methods.INVITE,
                i -> application.answers(i, SipResponse.builder(200, null).body(SDP, SDP_TYPE)));
        application.on(Methods.BYE, i -> {
            if (!i.transactionId().equals(ServerMessage.UNSOLICITED)) {
                application.answers(i, 200);
            }
        });
    }

    @AfterEach
    void nothing_is_left() {
        world.comesToRest();
        world.close();
    }

    Phone phone(String name, Protocol protocol) {
        return world.sim().phone(name, protocol).outboundProxy(world.address());
    }

    /** The phone calls the application, which answers. Returns the dialog's id. */
    String inCall(Phone phone) {
        phone.calls("desk").isInCall();
        world.passes(A_MOMENT);
        return String.valueOf(application.requests(Methods.ACK).getLast().dialogId());
    }

    void loses(Phone phone) {
        world.sim().network().disconnect(phone.address());
        world.passes(A_MOMENT);
    }

    /** A phone that writes the address that it has behind its router. */
    Phone tinaBehindHerNat() {
        Phone tina = phone("tina", Protocol.TCP);
        writesThePrivateAddressOf(tina);
        world.sim().hides(tina);
        return tina;
    }

    static void writesThePrivateAddressOf(Phone phone) {
        phone.misbehaves()
                .rewrites(
                        m -> m instanceof SipRequest && m.topVia().port() > 0,
                        m -> ((SipRequest) m)
                                .toBuilder()
                                        .replaceTopVia(new Via(
                                                "TCP",
                                                "192.168.1.7",
                                                5060,
                                                m.topVia().params()))
                                        .build());
    }

    /** It hears and says nothing any more. */
    static void vanishes(Phone phone) {
        phone.close();
    }

    /** The Reasons of the BYEs that the engine has told of. */
    List<String> reasons() {
        return application.requests(Methods.BYE).stream()
                .filter(bye -> bye.transactionId().equals(ServerMessage.UNSOLICITED))
                .map(bye -> String.valueOf(bye.message().header(HeaderName.REASON)))
                .toList();
    }
}
