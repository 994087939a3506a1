// SPDX-License-Identifier: Apache-2.0
package io.srf.benchmarks;

import java.nio.charset.StandardCharsets;

/** An INVITE of 1,180 bytes as a desk phone sends it through a proxy: two hops, 17 headers, an audio offer. */
final class SampleInvite {
    /** What it offers, with lines that end in a line feed alone. */
    static final String SDP = """
            v=0
            o=- 20518 0 IN IP4 198.51.100.17
            s=call
            c=IN IP4 198.51.100.17
            t=0 0
            m=audio 54742 RTP/AVP 9 0 8 101
            a=rtpmap:9 G722/8000
            a=rtpmap:0 PCMU/8000
            a=rtpmap:8 PCMA/8000
            a=rtpmap:101 telephone-event/8000
            a=fmtp:101 0-16
            a=rtcp:54743 IN IP4 198.51.100.17
            a=ptime:20
            a=sendrecv
            """;

    private static final String TEXT = """
            INVITE sip:+14155550123@gateway.example.com;transport=udp SIP/2.0
            Via: SIP/2.0/UDP 203.0.113.5:5060;branch=z9hG4bK8f1c.6d2aa7e1.0
            Via: SIP/2.0/UDP 198.51.100.17:5060;rport=40112;branch=z9hG4bK-524287-1---c7d60d3f19be0a4c;received=198.51.100.17
            Record-Route: <sip:203.0.113.5;lr;ftag=3b2f0c7d>
            Max-Forwards: 69
            From: "Alice Liddell" <sip:alice@example.com>;tag=3b2f0c7d
            To: <sip:+14155550123@example.com>
            Call-ID: 93204ZmQ0N2YxYTQ3OGJhNTY0ZmQ4MzI4NjVhNmU3
            CSeq: 2 INVITE
            Contact: <sip:alice@198.51.100.17:5060;ob>
            Allow: INVITE, ACK, CANCEL, OPTIONS, BYE, REFER, NOTIFY, MESSAGE, SUBSCRIBE, INFO, UPDATE
            Supported: timer, 100rel
            Session-Expires: 1800
            P-Asserted-Identity: "Alice Liddell" <sip:+14155550100@example.com;user=phone>
            Allow-Events: dialog
            User-Agent: DeskPhone/4.12.0 (8c:1f:64:aa:20:07; build 20518, 12 lines)
            Content-Type: application/sdp
            Content-Length: 288

            """ + SDP;

    private SampleInvite() {}

    static byte[] bytes() {
        return TEXT.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII);
    }
}
