// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.srf.sip.HeaderName;
import io.srf.sip.SipParseException;
import io.srf.sip.SipRequest;
import io.srf.wire.ServerMessage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestTest extends AppWorld {
    private Request received(SipRequest message) {
        List<Request> requests = new ArrayList<>();
        app.use((req, res, next) -> {
            requests.add(req);
            next.run();
        });
        engine.receives("t", message);
        return requests.get(0);
    }

    private Request from(String name, String value) {
        return received(
                Messages.request("MESSAGE").set(HeaderName.of(name), value).build());
    }

    @Test
    void it_says_what_came_and_where_from() {
        Request request = received(Messages.invite());
        assertThat(request.message()).isEqualTo(Messages.invite());
        assertThat(request.method()).isEqualTo("INVITE");
        assertThat(request.uri().toString()).isEqualTo("sip:bob@example.com");
        assertThat(request.from().tag()).isEqualTo("a");
        assertThat(request.to().uri().user()).isEqualTo("bob");
        assertThat(request.callId()).isEqualTo("call-1");
        assertThat(request.cseq().number()).isEqualTo(7);
        assertThat(request.contacts()).hasSize(1);
        assertThat(request.header("i")).isEqualTo("call-1");
        assertThat(request.body()).isEqualTo(Messages.SDP);
        assertThat(request.bodyBytes()).hasSize(Messages.SDP.length());
        assertThat(request.bodyParts()).isEmpty();
        assertThat(request.agent()).isEqualTo(agent);
        assertThat(request.origin()).isEqualTo(ScriptedEngine.NETWORK);
        assertThat(request.receivedOn()).isEqualTo(new ServerMessage.ReceivedOn("10.0.0.2", 5060));
        assertThat(request.transactionId()).isEqualTo("t");
        assertThat(request.dialogId()).isNull();
    }

    @Test
    void an_INVITE_without_a_To_tag_is_new() {
        assertThat(received(Messages.invite()).isNewInvite()).isTrue();
    }

    @Test
    void one_with_a_To_tag_is_not() {
        assertThat(received(Messages.request("INVITE")
                                .set(HeaderName.TO, "<sip:bob@example.com>;tag=b")
                                .build())
                        .isNewInvite())
                .isFalse();
    }

    @Test
    void the_caller_is_who_From_names() {
        Request request = received(Messages.invite());
        assertThat(request.callingNumber()).isEqualTo("alice");
        assertThat(request.callingName()).isEqualTo("Alice");
        assertThat(request.calledNumber()).isEqualTo("bob");
    }

    @Test
    void an_asserted_identity_is_preferred() {
        Request request = from("P-Asserted-Identity", "\"Desk, front\" <sip:+4930123;cpc=x@a.example>, <tel:+4930124>");
        assertThat(request.callingNumber()).isEqualTo("+4930123");
        assertThat(request.callingName()).isEqualTo("Desk, front");
    }

    @Test
    void an_asserted_identity_without_a_user_is_passed_over() {
        assertThat(from("P-Asserted-Identity", "<sip:a.example>, <tel:+49-30-123>")
                        .callingNumber())
                .isEqualTo("+4930123");
    }

    @Test
    void an_asserted_identity_that_cannot_be_read_is_as_good_as_none() {
        assertThat(from("P-Asserted-Identity", "<<<").callingNumber()).isEqualTo("alice");
    }

    @Test
    void a_malformed_header_is_an_error_of_its_reader_only() {
        Request request = from("Contact", "<<<");
        assertThat(request.from().tag()).isEqualTo("a");
        assertThatExceptionOfType(SipParseException.class).isThrownBy(request::contacts);
    }
}
