// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.server.sessiontimer.SessionTimerOptions;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipMessage;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.testkit.CallState;
import io.srf.testkit.Hold;
import io.srf.testkit.Phone;
import io.srf.wire.ClientMessage;
import io.srf.wire.ServerMessage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** Alice, an engine and a scripted application that has calls with her; after each test nothing may be left of them. */
abstract class TimedCalls {
    static final String SDP = """
            v=0
            o=- 1 1 IN IP4 198.18.0.1
            s=-
            c=IN IP4 198.18.0.1
            t=0 0
            m=audio 4000 RTP/AVP 0
            a=sendrecv
            """.replace("\n", "\r\n");

    static final String SDP_TYPE = "application/sdp";
    static final Duration SHORTEST = Duration.ofSeconds(90);
    static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);

    final EngineWorld world;
    final ScriptedApplication application;
    final Phone alice;

    TimedCalls() {
        this(SessionTimerOptions.DEFAULT);
    }

    TimedCalls(SessionTimerOptions options) {
        world = new EngineWorld(5, 2, EngineOptions.defaults().withSessionTimers(options));
        application = world.application("invite");
        alice = world.phone("alice");
        application
                .on(
                        Methods.INVITE,
                        i -> application.answers(
                                i, SipResponse.builder(200, null).body(SDP, SDP_TYPE)))
                .on(Methods.UPDATE, i -> answersUnlessEngines(i))
                .on(Methods.BYE, i -> answersUnlessEngines(i));
    }

    private void answersUnlessEngines(ServerMessage.Incoming request) {
        if (!request.transactionId().equals(ServerMessage.UNSOLICITED)) {
            application.answers(request, 200);
        }
    }

    @AfterEach
    void nothing_is_left() {
        world.comesToRest();
        world.close();
    }

    void passes(Duration time) {
        world.sim().time().advance(time);
    }

    /** Alice calls the application, which answers. */
    void aliceCalls() {
        alice.calls(world.uri("desk")).isInCall();
        passes(Duration.ofMillis(100));
    }

    /** The application calls Alice, who answers, asking for this Session-Expires. Returns the dialog's id. */
    String applicationCalls(String sessionExpires) {
        alice.onCall(call -> call.answers());
        application.sends(SipRequest.builder(Methods.INVITE, alice.uri())
                .add(HeaderName.SESSION_EXPIRES, sessionExpires)
                .body(SDP, SDP_TYPE));
        passes(Duration.ofSeconds(1));
        String dialogId = String.valueOf(application.responses(200).getFirst().dialogId());
        application.sends(dialogId, Methods.ACK);
        alice.isInCall();
        return dialogId;
    }

    /** The id of the call that Alice has made. */
    String dialogId() {
        return String.valueOf(application.requests(Methods.ACK).getFirst().dialogId());
    }

    /** The application sends a re-INVITE. */
    String reInvites(String dialogId) {
        SipRequest invite = SipRequest.builder(Methods.INVITE, "sip:placeholder")
                .body(SDP, SDP_TYPE)
                .build();
        return application.say(new ClientMessage.Send("re-INVITE", null, dialogId, null, invite));
    }

    void aliceHangsUp() {
        assertThat(alice.call().state()).isEqualTo(CallState.CONFIRMED);
        alice.hangsUp().isIdle();
    }

    /** Alice does not know of UPDATE. */
    void aliceTakesNoUpdate() {
        alice.repliesTo(Methods.UPDATE, 405);
        alice.misbehaves().rewrites(message -> message.has(HeaderName.ALLOW), TimedCalls::withoutUpdate);
    }

    private static SipMessage withoutUpdate(SipMessage message) {
        String allow = "INVITE, ACK, CANCEL, BYE";
        return switch (message) {
            case SipRequest request ->
                request.toBuilder().set(HeaderName.ALLOW, allow).build();
            case SipResponse response ->
                response.toBuilder().set(HeaderName.ALLOW, allow).build();
        };
    }

    /** Stops Alice's 200 to the next INVITE. */
    Hold holdsAlicesAnswer() {
        return world.sim()
                .network()
                .hold(packet -> packet.from().equals(alice.address()) && packet.isResponse(200, Methods.INVITE));
    }

    /** Alice hears and says nothing any more. */
    void aliceVanishes() {
        alice.misbehaves().ignores(message -> true).withholds(message -> true);
    }

    /** The Reasons of the BYEs that the engine sent by itself. */
    List<String> reasons() {
        return application.requests(Methods.BYE).stream()
                .filter(bye -> bye.transactionId().equals(ServerMessage.UNSOLICITED))
                .map(bye -> String.valueOf(bye.message().header(HeaderName.REASON)))
                .toList();
    }
}
