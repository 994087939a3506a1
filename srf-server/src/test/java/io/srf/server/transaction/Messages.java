// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import io.srf.sip.HeaderName;
import io.srf.sip.SipMessage;
import io.srf.sip.SipParser;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import java.nio.charset.StandardCharsets;

/** Messages of the peer of {@link RecordingFlow}, made as bytes are. */
final class Messages {
    private Messages() {}

    /** A request outside of dialogs. */
    static SipRequest request(String method, String branch) {
        return request(method, "SIP/2.0/UDP 198.51.100.7:5071;branch=" + branch + ";rport", "call-1");
    }

    static SipRequest request(String method, String via, String callId) {
        return (SipRequest) parse(method + " sip:bob@192.0.2.1 SIP/2.0\r\n"
                + "Via: " + via + "\r\n"
                + "Max-Forwards: 70\r\n"
                + "From: Alice <sip:alice@example.com>;tag=alice\r\n"
                + "To: <sip:bob@example.com>\r\n"
                + "Call-ID: " + callId + "\r\n"
                + "CSeq: 7 " + method + "\r\n"
                + "Content-Length: 0\r\n\r\n");
    }

    /** A request for the engine to send: without Via. */
    static SipRequest outgoing(String method) {
        return SipRequest.builder(method, "sip:carol@198.51.100.7:5071")
                .add(HeaderName.MAX_FORWARDS, 70)
                .add(HeaderName.FROM, "<sip:bob@example.com>;tag=bob")
                .add(HeaderName.TO, "<sip:carol@example.com>")
                .add(HeaderName.CALL_ID, "call-2")
                .add(HeaderName.CSEQ, "3 " + method)
                .build();
    }

    /** A peer's response to what the engine sent. */
    static SipResponse response(SipRequest to, int status, String tag) {
        SipResponse.Builder response = to.response(status, null);
        if (status > 100 && to.to().tag() == null) {
            response.set(HeaderName.TO, to.to().withTag(tag));
        }
        return (SipResponse) SipParser.parse(response.build().encoded());
    }

    /** The ACK that a caller sends for a failure of its INVITE. */
    static SipRequest ackOfFailure(SipRequest invite, SipResponse response) {
        return SipRequest.builder("ACK", invite.uriText())
                .add(HeaderName.VIA, invite.topVia())
                .add(invite.first(HeaderName.FROM))
                .add(HeaderName.TO, response.to())
                .add(HeaderName.CALL_ID, invite.callId())
                .add(HeaderName.CSEQ, invite.cseq().number() + " ACK")
                .build();
    }

    static SipMessage parse(String text) {
        return SipParser.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
