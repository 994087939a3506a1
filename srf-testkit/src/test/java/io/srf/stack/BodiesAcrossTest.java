// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.B2buaOptions;
import io.srf.sip.Header;
import io.srf.sip.HeaderName;
import io.srf.sip.SipMessage;
import io.srf.testkit.Call;
import io.srf.testkit.MediaDirection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Bodies that are more than a session description, or none, across a back-to-back call (RFC 5621). */
@OverEveryEngine
class BodiesAcrossTest extends BridgedPhones {
    private static final String MIXED = "multipart/mixed;boundary=x";

    BodiesAcrossTest(Linked linked) {
        super(linked);
    }

    private void bridges(Consumer<B2buaOptions.Builder> options) {
        world.srf()
                .invite((req, res) ->
                        world.srf().createB2BUA(req, res, bob.uri().toString(), options));
    }

    private static String mixed(String isup) {
        return "--x\r\nContent-Type: application/sdp\r\n\r\n" + SDP
                + "\r\n--x\r\nContent-Type: application/isup;version=itu-t92+\r\n"
                + "Content-Disposition: signal;handling=required\r\n\r\n" + isup + "\r\n--x--\r\n";
    }

    /** Writes a session description, and a signal of the telephone network beside it. */
    private static <B extends SipMessage.Builder<B>> void addSignal(B builder, String isup) {
        builder.body(mixed(isup), MIXED).add(HeaderName.MIME_VERSION, "1.0");
    }

    private static void assertSamePart(SipMessage received, SipMessage sent) {
        assertThat(received.header(HeaderName.CONTENT_TYPE)).isEqualTo(MIXED);
        assertThat(received.values(HeaderName.MIME_VERSION)).containsExactly("1.0");
        assertThat(received.body()).isEqualTo(sent.body());
    }

    private void hangsUp() {
        alice.hangsUp().isIdle();
        bob.isTold("BYE").isIdle();
        bothLegsEndedOnce();
    }

    @Test
    void parts_beside_the_session_description_pass_in_the_INVITE_and_every_response() {
        bridges(o -> {});
        bob.onCall(call -> {
            call.progresses(183, response -> addSignal(response, "ACM"));
            call.answers(response -> addSignal(response, "ANM"));
        });
        alice.calls(world.uri("bob"), invite -> addSignal(invite, "IAM")).isInCall();

        assertSamePart(bob.received().request("INVITE"), alice.sent().request("INVITE"));
        assertSamePart(alice.received().response(183), bob.sent().response(183));
        assertSamePart(alice.received().response(200), bob.sent().response(200));
        hangsUp();
    }

    @Test
    void only_the_session_description_among_the_parts_is_rewritten() {
        bridges(o ->
                o.localSdpB(sdp -> sdp.replace("s=", "s=for Bob")).localSdpA(sdp -> sdp.replace("s=", "s=for Alice")));
        bob.onCall(call -> call.answers(response -> addSignal(response, "ANM")));
        alice.calls(world.uri("bob"), invite -> addSignal(invite, "IAM")).isInCall();

        assertThat(bob.received().request("INVITE").bodyText())
                .isEqualTo(alice.sent().request("INVITE").bodyText().replace("s=", "s=for Bob"));
        assertThat(alice.received().response(200).bodyText())
                .isEqualTo(bob.sent().response(200).bodyText().replace("s=", "s=for Alice"));
        hangsUp();
    }

    @Test
    void a_body_that_is_no_session_description_passes_with_a_late_offer() {
        bridges(o -> {});
        bob.onCall(Call::answers);
        alice.calls(
                        world.uri("bob"),
                        invite -> invite.noBody()
                                .body("a note", "text/plain;charset=utf-8")
                                .add(HeaderName.CONTENT_DISPOSITION, "render;handling=optional"))
                .isInCall();

        SipMessage invite = bob.received().request("INVITE");
        assertThat(invite.bodyText()).isEqualTo("a note");
        assertThat(invite.header(HeaderName.CONTENT_TYPE)).isEqualTo("text/plain;charset=utf-8");
        assertThat(invite.header(HeaderName.CONTENT_DISPOSITION)).isEqualTo("render;handling=optional");
        hangsUp();
    }

    @Test
    void headers_that_describe_a_body_are_not_doubled_where_all_headers_pass() {
        bridges(o -> o.proxyRequestHeaders("all").proxyResponseHeaders("all"));
        bob.onCall(call -> call.answers(response -> addSignal(response, "ANM")));
        alice.calls(world.uri("bob"), invite -> addSignal(invite, "IAM")).isInCall();

        assertSamePart(bob.received().request("INVITE"), alice.sent().request("INVITE"));
        assertSamePart(alice.received().response(200), bob.sent().response(200));
        hangsUp();
    }

    @Test
    void the_body_of_a_refusal_passes() {
        bridges(o -> {});
        bob.onCall(call -> call.rejects(486, busy -> busy.body("REL", "application/isup")));
        alice.calls(world.uri("bob")).sees(486).isIdle();

        assertThat(alice.received().response(486).bodyText()).isEqualTo("REL");
        assertThat(alice.received().response(486).header(HeaderName.CONTENT_TYPE))
                .isEqualTo("application/isup");
    }

    @Test
    void a_re_INVITE_and_its_answer_pass_whole() {
        talk();
        bob.repliesTo("INVITE", 200, response -> addSignal(response, "RESACK"));
        alice.call().reInvites(MediaDirection.SENDONLY, invite -> addSignal(invite, "SUS"));
        alice.sees(200, "INVITE");
        world.passes(Duration.ofMillis(200));

        assertSamePart(
                bob.received().requests("INVITE").getLast(),
                alice.sent().requests("INVITE").getLast());
        assertSamePart(
                alice.received().responses(200).getLast(),
                bob.sent().responses(200).getLast());
        hangsUp();
    }

    @Test
    void a_request_inside_the_call_keeps_what_describes_its_body() {
        talk();
        alice.sends(
                "INFO",
                info -> info.body("<x/>".getBytes(StandardCharsets.UTF_8), "application/media_control+xml")
                        .add(Header.of("Content-Disposition", "info-package"))
                        .add(Header.of("Content-Language", "en")));
        alice.sees(200, "INFO");

        SipMessage info = bob.received().request("INFO");
        assertThat(info.values(HeaderName.CONTENT_DISPOSITION)).containsExactly("info-package");
        assertThat(info.values(HeaderName.CONTENT_LANGUAGE)).containsExactly("en");
        hangsUp();
    }
}
