// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srf.server.transport.Protocol;
import io.srf.sip.HeaderName;
import io.srf.sip.SipParser;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CompletionTest {
    private static final Here US = new Here(new InetSocketAddress("192.0.2.7", 5062), Protocol.UDP, false);

    @Test
    void a_bare_request_gets_every_header_that_a_client_owes() {
        SipRequest request = complete(SipRequest.builder("OPTIONS", "sip:bob@biloxi.example"));

        assertThat(request.header(HeaderName.FROM)).isEqualTo("<sip:192.0.2.7:5062>;tag=t1");
        assertThat(request.header(HeaderName.TO)).isEqualTo("<sip:bob@biloxi.example>");
        assertThat(request.callId()).isEqualTo("c1");
        assertThat(request.cseq()).hasToString("1 OPTIONS");
        assertThat(request.maxForwards()).isEqualTo(70);
        assertThat(request.contact()).isNull();
    }

    @Test
    void headers_and_a_method_in_the_URI_of_an_application_stay_out_of_the_Request_URI() {
        SipRequest request = complete(
                SipRequest.builder("INVITE", "sip:bob@biloxi.example;method=INVITE;x=1?Subject=hello&body=you"));

        assertThat(request.uriText()).isEqualTo("sip:bob@biloxi.example;x=1");
    }

    @Test
    void localhost_stands_for_the_engines_own_address() {
        SipRequest request = complete(SipRequest.builder("INVITE", "sip:bob@biloxi.example")
                .add(HeaderName.FROM, "sip:alice@localhost")
                .add(HeaderName.CONTACT, "\"A\" <sip:alice@localhost;x=1>")
                .add(HeaderName.P_ASSERTED_IDENTITY, "<sip:alice@localhost>"));

        assertThat(request.header(HeaderName.FROM)).isEqualTo("<sip:alice@192.0.2.7:5062>;tag=t1");
        assertThat(request.header(HeaderName.CONTACT)).isEqualTo("\"A\" <sip:alice@192.0.2.7:5062;x=1>");
        assertThat(request.header(HeaderName.P_ASSERTED_IDENTITY)).isEqualTo("<sip:alice@192.0.2.7:5062>");
    }

    @Test
    void an_application_cannot_set_via_route_or_record_route() {
        SipRequest request = complete(SipRequest.builder("INVITE", "sip:bob@biloxi.example")
                .add(HeaderName.VIA, "SIP/2.0/UDP evil.example;branch=z9hG4bKx")
                .add(HeaderName.ROUTE, "<sip:evil.example;lr>")
                .add(HeaderName.RECORD_ROUTE, "<sip:evil.example;lr>")
                .add(HeaderName.of("X-Mine"), "kept"));

        assertThat(request.has(HeaderName.VIA)).isFalse();
        assertThat(request.has(HeaderName.ROUTE)).isFalse();
        assertThat(request.has(HeaderName.RECORD_ROUTE)).isFalse();
        assertThat(request.header("x-mine")).isEqualTo("kept");
    }

    @Test
    void inside_a_dialog_an_application_cannot_set_a_Route() {
        SipRequest written = SipRequest.builder("INFO", "sip:placeholder")
                .add(HeaderName.ROUTE, "<sip:evil.example;lr>")
                .build();
        SipRequest.Builder begun =
                SipRequest.builder("INFO", "sip:bob@192.0.2.9").add(HeaderName.ROUTE, "<sip:recorded.example;lr>");

        SipRequest info = RequestCompletion.insideDialog(written, begun, US).build();

        assertThat(info.routes()).extracting(Object::toString).containsExactly("<sip:recorded.example;lr>");
    }

    @Test
    void a_body_that_looks_like_sdp_is_sdp_and_any_other_needs_a_type() {
        byte[] framed = "INFO sip:bob@biloxi.example SIP/2.0\r\nContent-Length: 5\r\n\r\nv=0\r\n"
                .getBytes(StandardCharsets.UTF_8);
        SipRequest sdp = (SipRequest) SipParser.parse(framed);
        byte[] other = "INFO sip:bob@biloxi.example SIP/2.0\r\nContent-Length: 5\r\n\r\nhello"
                .getBytes(StandardCharsets.UTF_8);

        assertThat(RequestCompletion.outsideDialog(sdp, "c1", "t1", US).build().contentType())
                .isEqualTo("application/sdp");
        assertThatThrownBy(() -> RequestCompletion.outsideDialog((SipRequest) SipParser.parse(other), "c1", "t1", US))
                .hasMessage("missing content-type");
    }

    @Test
    void a_2xx_to_an_INVITE_gets_our_tag_contact_and_the_record_route() {
        SipRequest invite = complete(SipRequest.builder("INVITE", "sip:bob@biloxi.example")).toBuilder()
                .add(HeaderName.RECORD_ROUTE, "<sip:p1.example;lr>")
                .build();

        SipResponse ok = ResponseCompletion.complete(
                        invite, SipResponse.builder(200, null).build(), "b1", US)
                .build();

        assertThat(ok.to().tag()).isEqualTo("b1");
        assertThat(ok.contact()).hasToString("<sip:192.0.2.7:5062>");
        assertThat(ok.recordRoutes()).hasSize(1);
    }

    @Test
    void an_application_cannot_set_route_or_rseq_of_a_response() {
        SipRequest invite = complete(SipRequest.builder("INVITE", "sip:bob@biloxi.example"));
        SipResponse written = SipResponse.builder(180, null)
                .add(HeaderName.RSEQ, "77")
                .add(HeaderName.ROUTE, "<sip:evil.example;lr>")
                .build();

        SipResponse ringing =
                ResponseCompletion.complete(invite, written, "b1", US).build();

        assertThat(ringing.has(HeaderName.RSEQ)).isFalse();
        assertThat(ringing.has(HeaderName.ROUTE)).isFalse();
    }

    @Test
    void a_rejection_carries_no_contact_of_ours() {
        SipRequest invite = complete(SipRequest.builder("INVITE", "sip:bob@biloxi.example"));

        SipResponse busy = ResponseCompletion.complete(
                        invite, SipResponse.builder(486, null).build(), "b1", US)
                .build();

        assertThat(busy.has(HeaderName.CONTACT)).isFalse();
        assertThat(busy.to().tag()).isEqualTo("b1");
    }

    private static SipRequest complete(SipRequest.Builder written) {
        return RequestCompletion.outsideDialog(written.build(), "c1", "t1", US).build();
    }
}
