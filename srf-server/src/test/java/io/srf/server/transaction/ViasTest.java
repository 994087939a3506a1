// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.server.transport.Protocol;
import io.srf.sip.SipRequest;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class ViasTest extends LayerFixture {
    private static final InetSocketAddress IPV6 = new InetSocketAddress("2001:db8::7", 5071);

    private static String stamped(String via, InetSocketAddress source) {
        return Vias.stamp(Messages.request("OPTIONS", via, "call-1"), source)
                .topVia()
                .toString();
    }

    @Test
    void a_sender_that_writes_its_own_address_and_asks_for_nothing_is_left_alone() {
        SipRequest request = Messages.request("OPTIONS", "SIP/2.0/UDP 198.51.100.7:5071;branch=z9hG4bKx", "call-1");
        assertThat(Vias.stamp(request, RecordingFlow.PEER)).isSameAs(request);
    }

    @Test
    void a_sender_that_asks_for_its_port_is_told_its_port_and_address() {
        assertThat(stamped("SIP/2.0/UDP 198.51.100.7:5071;rport;branch=z9hG4bKx", RecordingFlow.PEER))
                .isEqualTo("SIP/2.0/UDP 198.51.100.7:5071;rport=5071;branch=z9hG4bKx;received=198.51.100.7");
    }

    @Test
    void a_sender_behind_a_NAT_is_told_its_address() {
        assertThat(stamped("SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bKx", RecordingFlow.PEER))
                .isEqualTo("SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bKx;received=198.51.100.7");
    }

    @Test
    void a_sender_that_writes_a_name_is_told_its_address() {
        assertThat(stamped("SIP/2.0/UDP pc33.example.com;branch=z9hG4bKx", RecordingFlow.PEER))
                .endsWith(";received=198.51.100.7");
    }

    @Test
    void what_a_sender_claims_to_have_been_received_from_is_replaced() {
        assertThat(stamped("SIP/2.0/UDP 198.51.100.7:5071;branch=z9hG4bKx;received=203.0.113.9", RecordingFlow.PEER))
                .endsWith(";received=198.51.100.7");
        assertThat(stamped("SIP/2.0/UDP 198.51.100.7:5071;branch=z9hG4bKx;rport=9", RecordingFlow.PEER))
                .contains(";rport=5071;");
    }

    @Test
    void an_IPv6_address_is_recognized_in_any_spelling() {
        SipRequest request =
                Messages.request("OPTIONS", "SIP/2.0/UDP [2001:DB8:0:0::7]:5071;branch=z9hG4bKx", "call-1");
        assertThat(Vias.stamp(request, IPV6)).isSameAs(request);
        assertThat(stamped("SIP/2.0/UDP [2001:db8::8]:5071;branch=z9hG4bKx", IPV6))
                .endsWith(";received=2001:db8::7");
    }

    @Test
    void only_the_topmost_hop_is_stamped() {
        assertThat(stamped(
                        "SIP/2.0/UDP 10.0.0.1;branch=z9hG4bKx, SIP/2.0/UDP 10.0.0.2;branch=z9hG4bKy",
                        RecordingFlow.PEER))
                .isEqualTo("SIP/2.0/UDP 10.0.0.1;branch=z9hG4bKx;received=198.51.100.7");
    }

    @Test
    void the_user_sees_the_stamped_request() {
        receiveInvite();
        assertThat(user.lastRequest().request().topVia().rport()).isEqualTo(5071);
        answer(user.lastRequest(), 486);
    }

    @Test
    void responses_go_back_to_where_the_request_came_from_if_its_port_was_asked_for() {
        layer.received(Messages.request("OPTIONS", "SIP/2.0/UDP 10.0.0.1:5060;rport;branch=z9hG4bKx", "call-1"), udp);
        answer(user.lastRequest(), 200);
        assertThat(udp.take()).containsExactly("200 OPTIONS");
        assertThat(besides).isEmpty();
    }

    @Test
    void responses_go_to_the_port_of_the_sent_by_if_it_was_not() {
        layer.received(Messages.request("OPTIONS", "SIP/2.0/UDP 10.0.0.1;branch=z9hG4bKx", "call-1"), udp);
        answer(user.lastRequest(), 200);
        assertThat(udp.sent()).isEmpty();
        assertThat(beside(Protocol.UDP, new InetSocketAddress("198.51.100.7", 5060))
                        .take())
                .containsExactly("200 OPTIONS");
    }

    @Test
    void over_a_connection_responses_go_back_over_it() {
        layer.received(Messages.request("OPTIONS", "SIP/2.0/TCP 10.0.0.1;branch=z9hG4bKx", "call-1"), tcp);
        answer(user.lastRequest(), 200);
        assertThat(tcp.take()).containsExactly("200 OPTIONS");
    }

    @Test
    void nobody_can_aim_responses_at_others() {
        layer.received(
                Messages.request(
                        "OPTIONS",
                        "SIP/2.0/UDP 198.51.100.7:5071;maddr=203.0.113.9;received=203.0.113.9;branch=z9hG4bKx",
                        "call-1"),
                udp);
        answer(user.lastRequest(), 200);
        assertThat(udp.take()).containsExactly("200 OPTIONS");
        assertThat(besides).isEmpty();
    }

    @Test
    void a_request_of_this_engine_gets_its_hop_on_top_of_others() {
        SipRequest proxied = Messages.request("OPTIONS", "z9hG4bKx");
        SipRequest sent = Vias.push(proxied, udp, RecordingFlow.ENGINE, "z9hG4bKown");
        assertThat(sent.vias().stream().map(Object::toString))
                .containsExactly(
                        "SIP/2.0/UDP 192.0.2.1:5060;rport;branch=z9hG4bKown",
                        proxied.topVia().toString());
    }

    @Test
    void the_hop_of_this_engine_may_have_a_name_or_an_IPv6_address() {
        SipRequest request = Messages.outgoing("OPTIONS");
        InetSocketAddress name = InetSocketAddress.createUnresolved("sip.example.com", 5070);
        assertThat(Vias.push(request, tcp, name, "z9hG4bKown").topVia().toString())
                .isEqualTo("SIP/2.0/TCP sip.example.com:5070;branch=z9hG4bKown");
        assertThat(Vias.push(request, tcp, IPV6, "z9hG4bKown").topVia().toString())
                .matches("SIP/2.0/TCP \\[2001:db8:[0:]*:7]:5071;branch=z9hG4bKown");
    }
}
