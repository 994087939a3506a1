// SPDX-License-Identifier: Apache-2.0
package io.srf.flight;

import io.srf.sip.BodyPart;
import io.srf.sip.SipMessage;
import io.srf.sip.SipParseException;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What stands on the arrow of a message: {@code INVITE sdp}, {@code 180 INVITE}, {@code INVITE sdp inactive}. */
public final class MessageLabel {
    private static final String SDP = "application/sdp";
    private static final String USUAL = "sendrecv";
    private static final Set<String> DIRECTIONS = Set.of(USUAL, "sendonly", "recvonly", "inactive");

    private MessageLabel() {}

    /** The method or status, and whether there is a session description: with its direction, unless that is sendrecv. */
    public static String of(SipMessage message) {
        return name(message) + description(message);
    }

    private static String name(SipMessage message) {
        return switch (message) {
            case SipRequest request -> request.method();
            case SipResponse response -> response.status() + " " + method(response);
        };
    }

    private static String method(SipResponse response) {
        try {
            return response.method();
        } catch (SipParseException e) {
            return "?";
        }
    }

    private static String description(SipMessage message) {
        String sdp = sdp(message);
        if (sdp == null) {
            return "";
        }
        String direction = direction(sdp);
        return direction.equals(USUAL) ? " sdp" : " sdp " + direction;
    }

    private static @Nullable String sdp(SipMessage message) {
        try {
            if (SDP.equals(message.contentType())) {
                return message.bodyText();
            }
            for (BodyPart part : message.bodyParts()) {
                if (String.valueOf(part.header("Content-Type")).startsWith(SDP)) {
                    return part.text();
                }
            }
        } catch (SipParseException e) {
            return null;
        }
        return null;
    }

    /** The first direction that the description names (RFC 8866 §6.7). */
    private static String direction(String sdp) {
        return sdp.lines()
                .map(String::strip)
                .filter(line -> line.startsWith("a=") && DIRECTIONS.contains(line.substring(2)))
                .map(line -> line.substring(2))
                .findFirst()
                .orElse(USUAL);
    }
}
