// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.sip.HeaderName;
import io.srf.sip.SipMessage;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import org.junit.jupiter.api.Test;

class RoutingTest extends TwoPhones {

    private final Phone proxy = world.phone("proxy");
    private final String hop = "<" + proxy.uri() + ";lr>";

    private static boolean isInvite(SipMessage message) {
        return message instanceof SipRequest request && request.is("INVITE");
    }

    @Test
    void the_called_phone_sends_requests_along_the_recorded_route() {
        alice.misbehaves()
                .rewrites(
                        RoutingTest::isInvite,
                        invite -> ((SipRequest) invite)
                                .toBuilder()
                                        .set(HeaderName.RECORD_ROUTE, hop + ", <sip:192.0.2.99;lr>")
                                        .build());
        alice.calls(bob);
        bob.isTold("INVITE").answers().sends("INFO");
        proxy.isTold("INFO");

        SipRequest info = proxy.received().request("INFO");
        assertThat(info.uriText()).isEqualTo(alice.uri().toString());
        assertThat(info.routes()).extracting(Object::toString).containsExactly(hop, "<sip:192.0.2.99;lr>");
        alice.isInCall().hangsUp().isIdle();
        bob.isIdle();
    }

    @Test
    void the_recorded_route_is_copied_into_the_responses_that_make_a_dialog() {
        alice.misbehaves()
                .rewrites(
                        RoutingTest::isInvite,
                        invite -> ((SipRequest) invite)
                                .toBuilder()
                                        .set(HeaderName.RECORD_ROUTE, "<" + bob.uri() + ";lr>")
                                        .build());
        alice.calls(bob).sees(100);
        bob.rings().answers();
        alice.isInCall().sends("INFO").sees(200, "INFO").hangsUp();

        assertThat(alice.received().response(100).has(HeaderName.RECORD_ROUTE)).isFalse();
        assertThat(alice.received().response(180).recordRoutes()).hasSize(1);
        assertThat(bob.received().request("INFO").routes()).hasSize(1);
    }

    @Test
    void the_caller_sends_the_ACK_along_the_recorded_route_in_reverse() {
        bob.misbehaves()
                .rewrites(
                        message -> message instanceof SipResponse response && response.status() == 200,
                        response -> ((SipResponse) response)
                                .toBuilder()
                                        .set(HeaderName.RECORD_ROUTE, "<sip:192.0.2.99;lr>, " + hop)
                                        .set(HeaderName.CONTACT, "<sip:bob@192.0.2.77:5070>")
                                        .build());
        alice.calls(bob);
        bob.isTold("INVITE").answers();
        proxy.isTold("ACK");

        SipRequest ack = proxy.received().request("ACK");
        assertThat(ack.uriText()).isEqualTo("sip:bob@192.0.2.77:5070");
        assertThat(ack.routes()).extracting(Object::toString).containsExactly(hop, "<sip:192.0.2.99;lr>");
        bob.hangsUp();
        alice.isTold("BYE").isIdle();
    }

    @Test
    void a_changed_contact_is_followed() {
        talk();
        Phone elsewhere = world.phone("elsewhere");
        bob.misbehaves()
                .rewrites(
                        RoutingTest::isInvite,
                        invite -> ((SipRequest) invite)
                                .toBuilder()
                                        .set(HeaderName.CONTACT, "<" + elsewhere.uri() + ">")
                                        .build());
        bob.holds().sees(200);
        alice.hangsUp();
        elsewhere.isTold("BYE");
        alice.isIdle();
        bob.hangsUp().isIdle();
    }

    @Test
    void a_response_goes_back_to_where_the_request_came_from() {
        alice.misbehaves()
                .rewrites(
                        message -> message instanceof SipRequest,
                        message -> ((SipRequest) message)
                                .toBuilder()
                                        .replaceTopVia(new io.srf.sip.Via(
                                                "UDP",
                                                "10.0.0.1",
                                                5099,
                                                message.topVia().params()))
                                        .build());
        alice.sendsTo(bob.uri().toString(), "OPTIONS").sees(200);

        assertThat(alice.received().response(200).topVia().received()).isEqualTo("198.18.0.1");
        assertThat(alice.received().response(200).topVia().rport()).isEqualTo(5060);
    }
}
