// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.sip.BodyPart;
import io.srf.sip.SipMessage;
import io.srf.sip.SipParseException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The session descriptions of phones: one audio stream, PCMU or PCMA (RFC 8866, RFC 3264). */
final class Sdp {
    static final String TYPE = "application/sdp";

    private static final List<String> FORMATS = List.of("0", "8", "101");
    private static final String CODECS = """
            a=rtpmap:0 PCMU/8000
            a=rtpmap:8 PCMA/8000
            a=rtpmap:101 telephone-event/8000
            a=fmtp:101 0-15
            """;

    private Sdp() {}

    /** The session description in a message, also as a part of a multipart body; null if there is none. */
    static @Nullable String in(SipMessage message) {
        if (TYPE.equals(message.contentType())) {
            return message.bodyText();
        }
        try {
            for (BodyPart part : message.bodyParts()) {
                if (String.valueOf(part.header("Content-Type")).startsWith(TYPE)) {
                    return part.text();
                }
            }
        } catch (SipParseException e) {
            return null;
        }
        return null;
    }

    /** What a description says of the direction of its first stream; {@code sendrecv} where it says nothing. */
    static MediaDirection direction(String sdp) {
        for (String line : (Iterable<String>) sdp.lines()::iterator) {
            for (MediaDirection direction : MediaDirection.values()) {
                if (line.strip().equals("a=" + direction.attribute())) {
                    return direction;
                }
            }
        }
        return MediaDirection.SENDRECV;
    }

    /** Whether an offer has an audio stream with a codec that phones know. */
    static boolean isAcceptable(String offer) {
        return mediaLines(offer).stream().anyMatch(Sdp::isOurs);
    }

    private static List<String> mediaLines(String sdp) {
        return sdp.lines()
                .filter(line -> line.startsWith("m="))
                .map(String::strip)
                .toList();
    }

    private static boolean isOurs(String mediaLine) {
        return mediaLine.startsWith("m=audio ")
                && Arrays.stream(mediaLine.split(" "))
                        .skip(3)
                        .anyMatch(format -> format.equals("0") || format.equals("8"));
    }

    /** An offer. */
    static String offer(String origin, InetSocketAddress rtp, MediaDirection direction) {
        return head(origin, rtp) + audio(rtp, direction);
    }

    /** An answer with a line for each of the offer's; all but the first usable audio stream are refused (RFC 3264 §6). */
    static String answer(String offer, String origin, InetSocketAddress rtp, MediaDirection direction) {
        List<String> streams = new ArrayList<>();
        boolean accepted = false;
        for (String line : mediaLines(offer)) {
            boolean takes = !accepted && isOurs(line);
            accepted |= takes;
            streams.add(takes ? audio(rtp, direction) : line.replaceFirst("^(m=\\S+ )\\S+", "$10") + "\r\n");
        }
        return head(origin, rtp) + String.join("", streams);
    }

    private static String head(String origin, InetSocketAddress rtp) {
        boolean six = rtp.getAddress() instanceof Inet6Address;
        String address = (six ? "IN IP6 " : "IN IP4 ") + Text.digits(rtp);
        return "v=0\r\no=" + origin + ' ' + address + "\r\ns=-\r\nc=" + address + "\r\nt=0 0\r\n";
    }

    private static String audio(InetSocketAddress rtp, MediaDirection direction) {
        return "m=audio " + rtp.getPort() + " RTP/AVP " + String.join(" ", FORMATS) + "\r\n"
                + CODECS.replace("\n", "\r\n")
                + "a=" + direction.attribute() + "\r\n";
    }
}
