// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.server.transport.Protocol;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.testkit.Phone;
import io.srf.wire.Reply;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Answers of applications that do not fit into a datagram: the caller hears 500 in their place, and the application why. */
class TooLargeAnswersTest {
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final String LARGE = "x".repeat(65_400);
    private static final String SDP = """
            v=0
            o=desk 1 1 IN IP4 198.18.0.1
            s=-
            c=IN IP4 198.18.0.1
            t=0 0
            m=audio 4000 RTP/AVP 0
            """.replace("\n", "\r\n");

    private final EngineWorld world = new EngineWorld(7, 2);
    private final ScriptedApplication application = world.application("invite", "message");
    private final Phone alice = world.phone("alice");

    @AfterEach
    void nothing_is_left() {
        world.comesToRest();
        world.close();
    }

    private static SipResponse.Builder large(int status) {
        return SipResponse.builder(status, null).body(LARGE, "text/plain");
    }

    private static SipResponse.Builder described() {
        return SipResponse.builder(200, null).body(SDP, "application/sdp");
    }

    /** The application has heard this once. */
    private void isToldWhy() {
        world.passes(SOON);
        assertThat(application.allRefusals())
                .extracting(Reply.Refused::text)
                .singleElement()
                .asString()
                .matches("the response has 65[4-9]\\d\\d bytes, expected: ≤ 65507 by UDP");
    }

    private void calls() {
        application.on(Methods.INVITE, i -> application.answers(i, described()));
        alice.calls(world.uri("desk")).isInCall();
    }

    @Test
    void to_a_MESSAGE_becomes_a_500() {
        application.on(Methods.MESSAGE, i -> application.answers(i, large(200)));
        alice.sendsTo(world.uri("desk"), Methods.MESSAGE).sees(500, Methods.MESSAGE);

        isToldWhy();
    }

    @Test
    void to_an_INVITE_becomes_a_500_and_the_early_dialog_ends() {
        application.on(Methods.INVITE, i -> {
            application.answers(i, 180);
            application.answers(i, large(200));
        });
        alice.calls(world.uri("desk")).sees(180).sees(500).isIdle();

        isToldWhy();
    }

    @Test
    void that_is_provisional_is_not_sent_and_the_200_is() {
        application
                .on(Methods.INVITE, i -> {
                    application.answers(i, large(183));
                    application.answers(i, described());
                })
                .on(Methods.BYE, i -> application.answers(i, 200));
        alice.calls(world.uri("desk")).isInCall();

        isToldWhy();
        assertThat(alice.received().responses(183)).isEmpty();
        alice.hangsUp().isIdle();
    }

    @Test
    void to_a_re_INVITE_becomes_a_500_and_the_call_goes_on() {
        calls();
        application
                .on(Methods.INVITE, i -> application.answers(i, large(200)))
                .on(Methods.BYE, i -> application.answers(i, 200));
        alice.holds().sees(500, "INVITE").isInCall();

        isToldWhy();
        alice.hangsUp().sees(200, "BYE");
    }

    @Test
    void to_a_BYE_becomes_a_200_and_the_call_is_over() {
        calls();
        application.on(Methods.BYE, i -> application.answers(i, large(200)));
        alice.hangsUp().sees(200, "BYE").isIdle();

        isToldWhy();
        assertThat(alice.received().responses(200).getLast().bodyLength()).isZero();
    }

    @Test
    void that_is_too_large_by_its_headers_becomes_a_500_too() {
        application.on(
                Methods.MESSAGE,
                i -> application.answers(i, SipResponse.builder(200, null).set(HeaderName.of("X-Large"), LARGE)));
        alice.sendsTo(world.uri("desk"), Methods.MESSAGE).sees(500, Methods.MESSAGE);

        isToldWhy();
    }

    @Test
    void goes_to_a_caller_by_TCP_as_it_is() {
        application.on(Methods.MESSAGE, i -> application.answers(i, large(200)));
        Phone tina = world.sim().phone("tina", Protocol.TCP);
        tina.sendsTo(world.uri("desk") + ";transport=tcp", Methods.MESSAGE, (SipRequest.Builder m) -> {})
                .sees(200, Methods.MESSAGE);

        assertThat(tina.received().response(200).bodyText()).isEqualTo(LARGE);
    }
}
