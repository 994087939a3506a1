// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;

/** Requests as they come from the network. */
final class Messages {
    static final String SDP = "v=0\r\ns=-\r\n";

    private Messages() {}

    static SipRequest.Builder request(String method) {
        return SipRequest.builder(method, "sip:bob@example.com")
                .add(HeaderName.VIA, "SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK1")
                .add(HeaderName.FROM, "\"Alice\" <sip:alice@example.net>;tag=a")
                .add(HeaderName.TO, "<sip:bob@example.com>")
                .add(HeaderName.CALL_ID, "call-1")
                .add(HeaderName.CSEQ, "7 " + method)
                .add(HeaderName.CONTACT, "<sip:alice@10.0.0.1>");
    }

    static SipRequest invite() {
        return request(Methods.INVITE).body(SDP, "application/sdp").build();
    }

    static SipRequest of(String method) {
        return request(method).build();
    }

    /** The CANCEL or ACK of the INVITE above. */
    static SipRequest following(String method) {
        return request(method).set(HeaderName.CSEQ, "7 " + method).build();
    }
}
