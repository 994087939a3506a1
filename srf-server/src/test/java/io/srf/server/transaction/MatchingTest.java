// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.sip.HeaderName;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import org.junit.jupiter.api.Test;

class MatchingTest extends LayerFixture {
    /** A peer of RFC 2543, whose branches mean nothing. */
    private static final String OLD_VIA = "SIP/2.0/UDP 198.51.100.7:5071";

    @Test
    void the_same_branch_in_another_call_is_another_transaction() {
        layer.received(Messages.request("OPTIONS", viaWith("z9hG4bKsame"), "call-1"), udp);
        layer.received(Messages.request("OPTIONS", viaWith("z9hG4bKsame"), "call-2"), udp);
        assertThat(user.take()).containsExactly("request OPTIONS", "request OPTIONS");
        assertThat(layer.counters().active().nonInviteServer()).isEqualTo(2);
    }

    @Test
    void the_same_branch_with_another_method_is_another_transaction() {
        layer.received(Messages.request("OPTIONS", "z9hG4bKsame"), udp);
        layer.received(Messages.request("INFO", "z9hG4bKsame"), udp);
        assertThat(user.take()).containsExactly("request OPTIONS", "request INFO");
    }

    @Test
    void requests_of_an_RFC_2543_peer_are_told_apart_without_a_branch() {
        SipRequest options = Messages.request("OPTIONS", OLD_VIA, "call-1");
        layer.received(options, udp);
        layer.received(options, udp);
        layer.received(options.toBuilder().set(HeaderName.CSEQ, "8 OPTIONS").build(), udp);
        assertThat(user.take()).containsExactly("request OPTIONS", "request OPTIONS");
        assertThat(layer.counters().retransmissionsReceived()).isEqualTo(1);
    }

    @Test
    void the_ACK_of_an_RFC_2543_peer_finds_its_INVITE() {
        SipRequest invite = Messages.request("INVITE", OLD_VIA, "call-1");
        layer.received(invite, udp);
        SipResponse busy = answer(user.lastRequest(), 486);
        layer.received(Messages.ackOfFailure(invite, busy), udp);
        loop.advance(5_000);
        assertThat(user.take()).containsExactly("request INVITE", "server terminated");
    }

    @Test
    void the_CANCEL_of_an_RFC_2543_peer_finds_its_INVITE() {
        layer.received(Messages.request("INVITE", OLD_VIA, "call-1"), udp);
        layer.received(Messages.request("CANCEL", OLD_VIA, "call-1"), udp);
        assertThat(user.take()).containsExactly("request INVITE", "cancel");
        answer(user.lastRequest(), 487);
    }

    @Test
    void a_branch_that_is_nothing_but_the_magic_cookie_is_treated_as_that_of_an_RFC_2543_peer() {
        layer.received(Messages.request("OPTIONS", OLD_VIA + ";branch=z9hG4bK", "call-1"), udp);
        layer.received(Messages.request("OPTIONS", "SIP/2.0/UDP 198.51.100.8;branch=z9hG4bK", "call-1"), udp);
        assertThat(user.take()).containsExactly("request OPTIONS", "request OPTIONS");
    }

    @Test
    void a_request_that_comes_on_two_paths_is_merged_while_the_first_is_handled() {
        layer.received(Messages.request("INVITE", "z9hG4bKpath1"), udp);
        ServerTransaction first = user.lastRequest();
        layer.received(Messages.request("INVITE", "z9hG4bKpath2"), udp);
        ServerTransaction second = user.lastRequest();
        assertThat(first.isMerged()).isFalse();
        assertThat(second.isMerged()).isTrue();
        answer(second, 482);
        answer(first, 200);
        loop.advance(32_000);
        layer.received(Messages.request("INVITE", "z9hG4bKpath3"), udp);
        assertThat(user.lastRequest().isMerged()).isFalse();
        answer(user.lastRequest(), 486);
    }

    @Test
    void a_request_inside_a_dialog_is_never_merged() {
        SipRequest info = Messages.request("INFO", "z9hG4bKpath1").toBuilder()
                .set(HeaderName.TO, "<sip:bob@example.com>;tag=bob")
                .build();
        layer.received(info, udp);
        layer.received(
                info.toBuilder().set(HeaderName.VIA, viaWith("z9hG4bKpath2")).build(), udp);
        assertThat(user.take()).containsExactly("request INFO", "request INFO");
        assertThat(user.lastRequest().isMerged()).isFalse();
    }

    @Test
    void a_response_to_nothing_is_a_stray() {
        SipRequest request = Messages.request("INVITE", "z9hG4bKnobodys");
        layer.received(Messages.response(request, 200, "x"), udp);
        layer.received(Messages.response(request, 180, "x"), udp);
        assertThat(user.take()).containsExactly("stray 200", "stray 180");
        assertThat(layer.counters().strayResponses()).isEqualTo(2);
    }

    @Test
    void responses_find_their_requests_among_many() {
        ClientTransaction first = layer.send(Messages.outgoing("OPTIONS"), udp, user);
        ClientTransaction second = layer.send(Messages.outgoing("OPTIONS"), udp, user);
        receiveResponse(second, 200, "carol");
        assertThat(second.isAnswered()).isTrue();
        assertThat(first.isAnswered()).isFalse();
        receiveResponse(first, 404, "carol");
        assertThat(user.take()).containsExactly("response 200", "response 404");
    }

    private static String viaWith(String branch) {
        return OLD_VIA + ";rport;branch=" + branch;
    }
}
