// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.sip.HeaderName;
import org.junit.jupiter.api.Test;

class RequestsTest extends TwoPhones {
    @Test
    void INFO_and_MESSAGE_travel_inside_a_call() {
        talk();
        alice.sends("INFO", request -> request.body("Signal=5\r\n", "application/dtmf-relay"))
                .sees(200, "INFO");
        bob.sends("MESSAGE", "hello").sees(200, "MESSAGE");

        assertThat(bob.received().request("INFO").bodyText()).isEqualTo("Signal=5\r\n");
        assertThat(alice.received().request("MESSAGE").contentType()).isEqualTo("text/plain");
        assertThat(alice.received().request("MESSAGE").has(HeaderName.CONTACT)).isFalse();
        alice.hangsUp();
    }

    @Test
    void OPTIONS_says_what_is_allowed() {
        alice.sendsTo(bob.uri().toString(), "OPTIONS").sees(200);

        assertThat(alice.received().response(200).values(HeaderName.ALLOW)).contains("INVITE", "UPDATE", "REFER");
        assertThat(alice.received().response(200).to().tag()).isNotNull();
    }

    @Test
    void MESSAGE_needs_no_call() {
        alice.sendsTo(bob.uri().toString(), "MESSAGE", "hello").sees(200);

        assertThat(bob.received().request("MESSAGE").bodyText()).isEqualTo("hello");
    }

    @Test
    void requests_that_need_a_dialog_get_481_without_one() {
        alice.sendsTo(bob.uri().toString(), "INFO").sees(481);
        alice.sendsTo(bob.uri().toString(), "BYE").sees(481);
        alice.sendsTo(bob.uri().toString(), "UPDATE").sees(481);
    }

    @Test
    void methods_a_phone_does_not_know_get_405_or_501() {
        alice.sendsTo(bob.uri().toString(), "DANCE").sees(501);
        talk();
        alice.sends("PRACK").sees(405);
        alice.hangsUp();
    }

    @Test
    void replies_are_scripted_by_method() {
        bob.repliesTo("MESSAGE", 503, response -> response.add(HeaderName.RETRY_AFTER, 7));
        alice.sendsTo(bob.uri().toString(), "MESSAGE", "hello").sees(503);
        assertThat(alice.received().response(503).header(HeaderName.RETRY_AFTER))
                .isEqualTo("7");

        talk();
        bob.repliesTo("INFO", 415);
        alice.sends("INFO", "?").sees(415).isInCall();
        alice.hangsUp();
    }

    @Test
    void a_retransmitted_request_gets_the_same_response_again() {
        alice.sendsTo(bob.uri().toString(), "MESSAGE", "hello").sees(200);
        alice.sendsRaw(bob.address(), alice.sent().request("MESSAGE").encoded()).sees(200);

        assertThat(alice.received().responses(200))
                .hasSize(2)
                .containsOnly(bob.sent().response(200));
    }

    @Test
    void a_request_with_an_old_number_gets_500() {
        talk();
        alice.sends("INFO", "1").sees(200);
        alice.sendsRaw(bob.address(), alice.sent().request("INFO").toString().replace("z9hG4bK-alice", "z9hG4bK-old"));
        alice.sees(500).hangsUp();
    }

    @Test
    void bytes_that_are_no_message_are_noted_and_dropped() {
        alice.sendsRaw(bob.address(), "hello\n\n");
        alice.sendsRaw(bob.address(), new byte[] {1, 2, 3});
        alice.sendsRaw(bob.address(), "\r\n\r\n");
        world.time().runUntilIdle();

        assertThat(bob.unreadable()).hasSize(2);
        assertThat(bob.received().all()).isEmpty();
        assertThat(world.ladder().toString()).contains("9 bytes, not SIP", "3 bytes, not SIP", "keep-alive");
    }
}
