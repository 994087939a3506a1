// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.server.transport.Protocol;
import io.srf.sip.CSeq;
import io.srf.sip.HeaderName;
import io.srf.sip.SipMessage;
import io.srf.sip.SipRequest;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LadderTest {
    private static final String SDP = "v=0\r\nm=audio 4000 RTP/AVP 0\r\n";

    private final Trace trace = new Trace();
    private long clock;

    private static InetSocketAddress address(String name) {
        return new InetSocketAddress("192.0.2." + (name.charAt(0) - 'a' + 1), 5060);
    }

    private TracedPacket send(String from, String to, SipMessage message) {
        return send(from, to, message.encoded());
    }

    private TracedPacket send(String from, String to, byte[] bytes) {
        clock += 10;
        TracedPacket traced =
                trace.add(new Packet(Duration.ofMillis(clock), Protocol.UDP, address(from), address(to), bytes));
        traced.arrivesAt(Duration.ofMillis(clock + 10));
        return traced;
    }

    private void names(String... names) {
        for (String name : names) {
            trace.name(address(name), name);
        }
    }

    private static SipRequest.Builder request(String method) {
        return SipRequest.builder(method, "sip:bob@example.com").add(HeaderName.CSEQ, new CSeq(1, method));
    }

    private static SipMessage response(int status, String method) {
        return request(method).build().response(status, null).build();
    }

    @Test
    void both_legs_of_a_call_stand_in_one_diagram() {
        names("alice", "srf", "bob");
        trace.name(address("alice"), "alice");
        SipMessage invite = request("INVITE").body(SDP, "application/sdp").build();
        send("alice", "srf", invite);
        send("srf", "alice", response(100, "INVITE"));
        send("srf", "bob", invite);
        send("srf", "bob", invite);
        send("bob", "srf", response(180, "INVITE")).getsLost();
        send(
                "srf",
                "alice",
                request("INVITE")
                        .body(SDP + "a=inactive\r\n", "application/sdp")
                        .build());
        send("alice", "bob", request("BYE").build()).getsLost();
        send("bob", "alice", request("MESSAGE").build()).arrivesAt(Duration.ofSeconds(1));

        assertThat(Ladder.of(trace).toString()).isEqualTo("""
                              ms  alice                                  srf                                    bob
                              10  |------------- INVITE sdp ------------>|                                      |
                              20  |<------------ 100 INVITE -------------|                                      |
                              30  |                                      |------------- INVITE sdp ------------>|
                              40  |                                      |---------- INVITE sdp again --------->|
                              50  |                                      |   x--------- 180 INVITE -------------|
                              60  |<------- INVITE sdp inactive ---------|                                      |
                              70  |------------------------------------ BYE --------------------------------x   |
                              80  |<------------------------------- MESSAGE x2 ---------------------------------|
                        """);
    }

    @Test
    void four_endpoints_fit_into_100_columns() {
        names("alice", "bob", "carol", "dave");
        send("alice", "bob", request("INVITE").build());
        send("bob", "dave", request("INVITE").build());
        send("carol", "dave", request("SUBSCRIBE").build());

        assertThat(Ladder.of(trace).toString().lines()).allMatch(line -> line.length() <= Ladder.WIDTH);
        assertThat(Ladder.of(trace).toString()).isEqualTo("""
                              ms  alice                        bob                          carol                       dave
                              10  |---------- INVITE --------->|                            |                            |
                              20  |                            |------------------------ INVITE ------------------------>|
                              30  |                            |                            |-------- SUBSCRIBE -------->|
                        """);
    }

    @Test
    void who_has_no_name_has_an_address_and_who_says_nothing_no_column() {
        names("alice", "bob");
        send("alice", "zoe", "hello".getBytes(StandardCharsets.UTF_8));
        send("zoe", "alice", "\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        send("alice", "alice", request("OPTIONS").build());

        assertThat(Ladder.of(trace).toString()).isEqualTo("""
                              ms  alice                                     192.0.2.26:5060
                              10  |----------- 5 bytes, not SIP ----------->|
                              20  |<------------- keep-alive ---------------|
                              30  |                                         | OPTIONS (to itself)
                        """);
    }

    @Test
    void a_part_of_the_trace_has_a_ladder_of_its_own() {
        names("alice", "bob", "carol");
        send("alice", "bob", request("OPTIONS").build());
        send("alice", "carol", request("MESSAGE").build());

        assertThat(Ladder.of(trace).only(packet -> packet.isRequest("MESSAGE")).toString())
                .contains("MESSAGE", "carol")
                .doesNotContain("OPTIONS", "bob");
    }

    @Test
    void the_tail_of_a_long_ladder_says_what_is_left_out() {
        names("alice", "bob");
        for (int i = 0; i < 200; i++) {
            send("alice", "bob", request("OPTIONS").build());
        }

        assertThat(Ladder.of(trace).tail().lines()).hasSize(82).element(1).isEqualTo("     ...  120 earlier messages");
        assertThat(Ladder.of(trace).tail()).contains("OPTIONS again").endsWith("|\n");
        assertThat(Ladder.of(trace).toString().lines()).hasSize(201);
    }

    @Test
    void a_label_that_does_not_fit_is_cut() {
        names("alice", "bob");
        send("alice", "bob", request("A".repeat(80)).build());

        assertThat(Ladder.of(trace).toString().lines().toList().get(1))
                .isEqualTo("      10  |--- " + "A".repeat(32) + "~ -->|");
    }

    @Test
    void an_empty_trace_has_a_head_only() {
        assertThat(Ladder.of(trace)).hasToString("      ms\n");
    }
}
