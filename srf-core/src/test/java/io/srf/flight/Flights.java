// SPDX-License-Identifier: Apache-2.0
package io.srf.flight;

import io.srf.flight.FlightEvent.Direction;
import io.srf.flight.FlightEvent.Message;
import io.srf.sip.CSeq;
import io.srf.sip.HeaderName;
import io.srf.sip.SipMessage;
import io.srf.sip.SipRequest;
import java.net.InetSocketAddress;

/** Events for tests. */
final class Flights {
    static final InetSocketAddress ALICE = new InetSocketAddress("192.0.2.1", 5060);
    static final InetSocketAddress BOB = new InetSocketAddress("192.0.2.2", 5060);

    private Flights() {}

    static Message in(InetSocketAddress from, SipMessage message) {
        return new Message(Direction.IN, "udp", from, message.encoded());
    }

    static Message out(InetSocketAddress to, SipMessage message) {
        return new Message(Direction.OUT, "udp", to, message.encoded());
    }

    static SipRequest request(String method, String callId) {
        return SipRequest.builder(method, "sip:bob@example.com")
                .add(HeaderName.VIA, "SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK" + callId)
                .add(HeaderName.FROM, "<sip:alice@example.com>;tag=1")
                .add(HeaderName.TO, "<sip:bob@example.com>")
                .add(HeaderName.CALL_ID, callId)
                .add(HeaderName.CSEQ, new CSeq(1, method))
                .build();
    }

    static SipMessage response(int status, SipRequest request) {
        return request.response(status, null).build();
    }
}
