// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipParser;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DialogStateTest {
    private static final SipRequest INVITE = (SipRequest) parse(
            "INVITE sip:bob@biloxi.example SIP/2.0",
            "Via: SIP/2.0/UDP p2.example;branch=z9hG4bK2",
            "Record-Route: <sip:p2.example;lr>, <sip:p1.example;lr>",
            "From: \"Alice\" <sip:alice@atlanta.example>;tag=a1",
            "To: <sip:bob@biloxi.example>",
            "Call-ID: c1@atlanta.example",
            "CSeq: 7 INVITE",
            "Contact: <sip:alice@192.0.2.1:5070>");

    private static final SipResponse OK = (SipResponse) parse(
            "SIP/2.0 200 OK",
            "Via: SIP/2.0/UDP us.example;branch=z9hG4bK1",
            "Record-Route: <sip:p2.example;lr>, <sip:p1.example;lr>",
            "From: \"Alice\" <sip:alice@atlanta.example>;tag=a1",
            "To: <sip:bob@biloxi.example>;tag=b1",
            "Call-ID: c1@atlanta.example",
            "CSeq: 7 INVITE",
            "Contact: <sip:bob@192.0.2.2:5080;transport=tcp>");

    private static io.srf.sip.SipMessage parse(String... lines) {
        return SipParser.parse((String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void the_called_side_keeps_the_record_route_in_order_and_the_contact_as_target() {
        DialogState state = DialogState.ofServer(INVITE, "b1");

        assertThat(state.localTag()).isEqualTo("b1");
        assertThat(state.remoteTag()).isEqualTo("a1");
        assertThat(state.remoteSeq()).isEqualTo(7);
        assertThat(state.remoteTarget()).hasToString("sip:alice@192.0.2.1:5070");
        assertThat(state.routeSet().stream().map(Object::toString))
                .containsExactly("<sip:p2.example;lr>", "<sip:p1.example;lr>");
    }

    @Test
    void the_calling_side_keeps_the_record_route_in_reverse() {
        DialogState state = DialogState.ofClient(INVITE, OK);

        assertThat(state.localTag()).isEqualTo("a1");
        assertThat(state.remoteTag()).isEqualTo("b1");
        assertThat(state.localSeq()).isEqualTo(7);
        assertThat(state.routeSet().stream().map(Object::toString))
                .containsExactly("<sip:p1.example;lr>", "<sip:p2.example;lr>");
    }

    @Test
    void a_request_takes_the_route_set_and_goes_to_the_target_with_loose_routing() {
        SipRequest bye =
                DialogState.ofClient(INVITE, OK).request(Methods.BYE, 8).build();

        assertThat(bye.startLine()).isEqualTo("BYE sip:bob@192.0.2.2:5080;transport=tcp SIP/2.0");
        assertThat(bye.routes()).hasSize(2);
        assertThat(bye.header(HeaderName.TO)).isEqualTo("<sip:bob@biloxi.example>;tag=b1");
        assertThat(bye.header(HeaderName.FROM)).isEqualTo("\"Alice\" <sip:alice@atlanta.example>;tag=a1");
        assertThat(bye.cseq().number()).isEqualTo(8);
    }

    @Test
    void a_strict_router_gets_its_own_uri_as_request_uri_and_the_target_last_in_route() {
        SipResponse strict = OK.toBuilder()
                .set(HeaderName.RECORD_ROUTE, "<sip:p2.example;lr>, <sip:p1.example>")
                .build();

        SipRequest bye =
                DialogState.ofClient(INVITE, strict).request(Methods.BYE, 8).build();

        assertThat(bye.uriText()).isEqualTo("sip:p1.example");
        assertThat(bye.routes().stream().map(Object::toString))
                .containsExactly("<sip:p2.example;lr>", "<sip:bob@192.0.2.2:5080;transport=tcp>");
    }

    @Test
    void a_target_refresh_moves_the_target_and_leaves_the_route_set() {
        SipRequest reinvite = INVITE.toBuilder()
                .set(HeaderName.CONTACT, "<sip:alice@192.0.2.9>")
                .remove(HeaderName.RECORD_ROUTE)
                .build();

        DialogState state = DialogState.ofServer(INVITE, "b1").refreshedBy(reinvite);

        assertThat(state.remoteTarget()).hasToString("sip:alice@192.0.2.9");
        assertThat(state.routeSet()).hasSize(2);
    }

    @Test
    void what_a_Request_URI_must_not_have_is_taken_from_the_Contact() {
        String contact = "<sip:alice@192.0.2.1;transport=tcp;method=BYE?Subject=x>";
        SipRequest invite = INVITE.toBuilder().set(HeaderName.CONTACT, contact).build();
        DialogState state = DialogState.ofServer(invite, "b1");

        assertThat(state.request(Methods.BYE, 1).build().uri()).hasToString("sip:alice@192.0.2.1;transport=tcp");
    }
}
