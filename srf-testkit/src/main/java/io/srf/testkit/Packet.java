// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.server.transport.Protocol;
import io.srf.sip.SipMessage;
import io.srf.sip.SipParseException;
import io.srf.sip.SipParser;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What somebody sent: a datagram, or what was written to a stream in one go.
 *
 * @param sentAt since the beginning of the time it was sent in
 * @param from the sender's address
 * @param to the address it was sent to
 * @param bytes not to be changed
 */
public record Packet(Duration sentAt, Protocol protocol, InetSocketAddress from, InetSocketAddress to, byte[] bytes) {
    /** The SIP message in it, or null if it holds something else. */
    public @Nullable SipMessage message() {
        try {
            return SipParser.parse(bytes);
        } catch (SipParseException e) {
            return null;
        }
    }

    /** Whether it is a request with this method. */
    public boolean isRequest(String method) {
        return message() instanceof SipRequest request && request.is(method);
    }

    /** Whether it is a response with this status. */
    public boolean isResponse(int status) {
        return message() instanceof SipResponse response && response.status() == status;
    }

    /** Whether it is a response with this status, to a request with this method. */
    public boolean isResponse(int status, String method) {
        return message() instanceof SipResponse response
                && response.status() == status
                && response.method().equals(method);
    }

    /** What it is and where it goes, in one line. */
    @Override
    public String toString() {
        SipMessage message = message();
        String what = message == null ? bytes.length + " bytes that are not SIP" : message.startLine();
        return what + ", " + Text.address(from) + " -> " + Text.address(to);
    }
}
