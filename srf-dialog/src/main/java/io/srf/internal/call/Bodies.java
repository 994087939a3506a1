// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.srf.app.Extras;
import io.srf.sip.BodyPart;
import io.srf.sip.Header;
import io.srf.sip.HeaderName;
import io.srf.sip.SipMessage;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Bodies that pass from one leg to the other: whole, as they came, but for a session description that the application has rewritten (RFC 5621).
 *
 * <pre>
 * received                  the other leg is to get     passes
 * nothing                   a session description       that
 * a session description     another                     the other one
 * ... among other parts     another                     the parts, with the other one in its place
 * ... alone or among parts  the same                    the body as it came
 * ... alone or among parts  none                        nothing
 * anything else             none                        the body as it came
 * anything else             a session description       both, as parts
 * </pre>
 */
final class Bodies {
    private static final String BOUNDARY = "next-part";

    private Bodies() {}

    /**
     * Adds the body of a message to what the other leg gets.
     *
     * @param sdp what that leg is to get for a session description; null for none
     */
    static Extras pass(SipMessage received, @Nullable String sdp, Extras extras) {
        if (received.bodyLength() == 0) {
            return sdp == null ? extras : extras.body(sdp, Sdps.TYPE);
        }
        String theirs = Sdps.in(received);
        if (theirs == null) {
            return sdp == null ? extras.bodyFrom(received) : both(received, sdp, extras);
        }
        if (sdp == null) {
            return extras;
        }
        boolean asItCame = theirs.equals(sdp) && received.contentType() != null;
        return asItCame ? extras.bodyFrom(received) : rewritten(received, sdp, extras);
    }

    /** Adds the body of a refusal; its session description only if it need not be rewritten. */
    static Extras passRefusal(SipMessage refusal, boolean rewrites, Extras extras) {
        return pass(refusal, rewrites ? null : Sdps.in(refusal), extras);
    }

    /** Whether there is more in a message than a session description. */
    static boolean hasMore(SipMessage message) {
        return Sdps.partOf(message) != null || (message.bodyLength() > 0 && Sdps.in(message) == null);
    }

    private static Extras rewritten(SipMessage received, String sdp, Extras extras) {
        BodyPart part = Sdps.partOf(received);
        byte[] body = part == null ? sdp.getBytes(UTF_8) : received.bodyWith(part, sdp.getBytes(UTF_8));
        String type = received.header(HeaderName.CONTENT_TYPE);
        return extras.describedLike(received).body(body, type == null ? Sdps.TYPE : type);
    }

    private static Extras both(SipMessage received, String sdp, Extras extras) {
        String boundary = BOUNDARY;
        while (received.bodyText().contains(boundary) || sdp.contains(boundary)) {
            boundary += "-";
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        write(
                body,
                "--" + boundary + "\r\nContent-Type: " + Sdps.TYPE + "\r\n\r\n" + sdp + "\r\n--" + boundary + "\r\n");
        for (Header header : received.headers()) {
            if (header.name().describesBody() && !header.name().equals(HeaderName.MIME_VERSION)) {
                write(body, header.name() + ": " + header.value() + "\r\n");
            }
        }
        write(body, "\r\n");
        body.writeBytes(received.body());
        write(body, "\r\n--" + boundary + "--\r\n");
        return extras.header(HeaderName.MIME_VERSION.toString(), "1.0")
                .body(body.toByteArray(), "multipart/mixed;boundary=" + boundary);
    }

    private static void write(ByteArrayOutputStream body, String text) {
        body.writeBytes(text.getBytes(UTF_8));
    }
}
