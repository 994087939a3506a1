// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.flight.MessageLabel;
import io.srf.sip.SipMessage;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** What stands on an arrow of a ladder. */
final class LadderLabel {
    private LadderLabel() {}

    /** Whether these bytes went this way before. */
    static boolean isAgain(Packet packet, Set<String> seen) {
        String bytes = new String(packet.bytes(), StandardCharsets.ISO_8859_1);
        return !seen.add(Text.address(packet.from()) + '>' + Text.address(packet.to()) + '>' + bytes);
    }

    static String of(TracedPacket traced, boolean again) {
        StringBuilder label = new StringBuilder(what(traced.packet()));
        if (again) {
            label.append(" again");
        }
        if (traced.arrivals().size() > 1) {
            label.append(" x").append(traced.arrivals().size());
        }
        if (traced.wasHeld()) {
            label.append(
                    traced.arrivals().isEmpty()
                            ? " held"
                            : " held to " + Text.millis(traced.arrivals().getFirst()));
        }
        return label.toString();
    }

    /** What a packet is: method or status, and whether it has a session description. */
    static String what(Packet packet) {
        SipMessage message = packet.message();
        if (message == null) {
            return StreamFramer.isOnlyLineEnds(packet.bytes())
                    ? "keep-alive"
                    : packet.bytes().length + " bytes, not SIP";
        }
        return MessageLabel.of(message);
    }
}
