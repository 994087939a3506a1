// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.testkit.Hold;
import io.srf.testkit.Phone;
import io.srf.wire.ServerMessage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** PRACKs that cross what the application has said meanwhile (RFC 3262 §3). */
class ReliableResponsesTest {
    private final EngineWorld world = new EngineWorld(7, 2);
    private final ScriptedApplication application = world.application("invite");
    private final Phone alice = world.phone("alice");

    @AfterEach
    void nothing_is_left() {
        world.comesToRest();
        world.close();
    }

    /** Alice calls, and the application says all of this without waiting for a PRACK. */
    private void answersAtOnceWith(SipResponse.Builder... responses) {
        application
                .on(Methods.INVITE, i -> List.of(responses).forEach(response -> application.answers(i, response)))
                .on(Methods.PRACK, i -> application.answers(i, 200))
                .on(Methods.BYE, i -> application.answers(i, 200));
        alice.calls(world.uri("front-desk"), i -> i.add(HeaderName.SUPPORTED, "100rel"));
    }

    private static SipResponse.Builder reliable(int status) {
        return SipResponse.builder(status, null).set(HeaderName.REQUIRE, "100rel");
    }

    private void acknowledges(SipResponse response, String rack) {
        SipRequest prack = SipRequest.builder(Methods.PRACK, "sip:front-desk@engine.invalid")
                .add(HeaderName.VIA, "SIP/2.0/UDP 198.18.0.2:5060;branch=z9hG4bKprack-" + rack.charAt(0) + ";rport")
                .add(HeaderName.FROM, response.from())
                .add(HeaderName.TO, response.to())
                .add(HeaderName.CALL_ID, response.callId())
                .add(HeaderName.CSEQ, (response.cseq().number() + 1) + " PRACK")
                .add(HeaderName.RACK, rack)
                .build();
        alice.sendsRaw(world.address(), prack.toString());
    }

    private void acknowledges(SipResponse response) {
        acknowledges(response, response.header(HeaderName.RSEQ) + " " + response.cseq());
    }

    private List<ServerMessage.Incoming> pracks() {
        return application.requests(Methods.PRACK);
    }

    @Test
    void a_PRACK_that_comes_after_the_200_reaches_the_application() {
        answersAtOnceWith(reliable(180), SipResponse.builder(200, null));
        alice.isInCall();

        acknowledges(alice.received().response(180));

        alice.sees(200, "PRACK");
        assertThat(pracks()).hasSize(1);
        alice.hangsUp().isIdle();
    }

    @Test
    void a_200_is_repeated_until_its_ACK_though_a_PRACK_comes() {
        Hold ack = world.sim().network().hold(packet -> packet.isRequest(Methods.ACK));
        answersAtOnceWith(reliable(180), SipResponse.builder(200, null));
        alice.isInCall();
        acknowledges(alice.received().response(180));
        alice.sees(200, "PRACK");
        int before = alice.received().responses(200).size();
        world.passes(Duration.ofSeconds(5));
        int after = alice.received().responses(200).size();
        ack.release();

        assertThat(after).isGreaterThan(before);
        alice.hangsUp().isIdle();
    }

    @Test
    void a_PRACK_for_the_first_of_two_reaches_the_application_and_the_second_is_repeated() {
        answersAtOnceWith(reliable(183), reliable(180));
        alice.sees(180);

        acknowledges(alice.received().response(183));
        alice.sees(200, "PRACK");
        int before = alice.received().responses(180).size();
        world.passes(Duration.ofSeconds(5));

        assertThat(pracks()).hasSize(1);
        assertThat(alice.received().responses(180)).hasSizeGreaterThan(before);
        alice.cancels().sees(487);
    }

    @Test
    void a_PRACK_for_a_response_that_was_never_sent_is_refused() {
        answersAtOnceWith(reliable(180), SipResponse.builder(200, null));
        alice.isInCall();
        SipResponse ringing = alice.received().response(180);

        acknowledges(ringing, "2 " + ringing.cseq());

        alice.sees(481, "PRACK");
        assertThat(pracks()).isEmpty();
        alice.hangsUp().isIdle();
    }
}
