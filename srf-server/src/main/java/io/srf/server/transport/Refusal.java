// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipLimits;
import io.srf.sip.SipMessage;
import io.srf.sip.SipParseException;
import io.srf.sip.SipParser;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a request whose end cannot be found, so that its sender learns why the connection closes (RFC 3261
 * §18.3).
 */
final class Refusal {
    private Refusal() {}

    /** The response, or null if what came can or must not be answered: no head, a response, an ACK. */
    static byte @Nullable [] of(FramingException error) {
        try {
            byte[] head = withoutContentLength(error.head());
            SipMessage message = SipParser.parseFramed(head, SipLimits.DEFAULT);
            return message instanceof SipRequest request && !request.is(Methods.ACK)
                    ? response(request, error).encoded()
                    : null;
        } catch (SipParseException e) {
            return null;
        }
    }

    private static SipResponse response(SipRequest request, FramingException error) {
        SipResponse.Builder response = request.response(error.status(), error.problem());
        if (request.to().tag() == null) {
            int tag = Arrays.hashCode(error.head());
            response.set(HeaderName.TO, request.to().withTag(Integer.toHexString(tag)));
        }
        return response.build();
    }

    /** A head that the parser takes whatever Content-Length said. */
    private static byte[] withoutContentLength(byte[] head) {
        StringBuilder kept = new StringBuilder(head.length);
        boolean skipping = false;
        for (String line : new String(head, StandardCharsets.ISO_8859_1).split("\r\n")) {
            boolean folded = line.startsWith(" ") || line.startsWith("\t");
            if (!folded) {
                int colon = line.indexOf(':');
                skipping = colon > 0 && StreamHead.isContentLength(line.substring(0, colon));
            }
            if (!skipping) {
                kept.append(line).append("\r\n");
            }
        }
        return kept.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
