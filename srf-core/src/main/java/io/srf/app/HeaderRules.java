// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import io.srf.sip.Header;
import io.srf.sip.HeaderName;
import io.srf.sip.NameAddr;
import io.srf.sip.SipMessage;
import io.srf.sip.SipParseException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which headers an application may write, and which are the engine's. */
final class HeaderRules {
    private static final Set<HeaderName> OF_THE_ENGINE =
            Set.of(HeaderName.VIA, HeaderName.ROUTE, HeaderName.RECORD_ROUTE, HeaderName.RSEQ);
    private static final Set<HeaderName> OF_THE_REQUEST = Set.of(HeaderName.FROM, HeaderName.CALL_ID, HeaderName.CSEQ);
    private static final String TAG = "tag=";

    private HeaderRules() {}

    /** Refuses what a request must not carry when it is handed to the engine: headers of the engine, and what neither it nor a peer could read. */
    static void checkRequest(SipMessage message) {
        message.headers().forEach(HeaderRules::checkOwner);
        try {
            message.maxForwards();
            message.contacts();
            message.expires();
            message.sessionExpires();
            message.minSe();
        } catch (SipParseException e) {
            throw new IllegalArgumentException(e.header() + " cannot be sent: " + e.getMessage(), e);
        }
    }

    /** Refuses what an application must not put into a response. */
    static void checkResponse(List<Header> headers) {
        for (Header header : headers) {
            checkOwner(header);
            if (OF_THE_REQUEST.contains(header.name())) {
                throw new IllegalArgumentException(
                        header.name() + " cannot be set: a response has that of its request (RFC 3261 §8.2.6.2)");
            }
            if (header.name().equals(HeaderName.CONTENT_LENGTH)) {
                throw new IllegalArgumentException("Content-Length cannot be set: it is counted");
            }
        }
    }

    private static void checkOwner(Header header) {
        if (OF_THE_ENGINE.contains(header.name())) {
            String instead = header.name().equals(HeaderName.ROUTE) ? "; give the next hop as the route URI" : "";
            throw new IllegalArgumentException(header.name() + " cannot be set: the engine writes it" + instead);
        }
    }

    /** The To of a response whose application wants its own tag: {@code given} is a whole To header, or only {@code tag=…}. */
    static NameAddr toWithTag(NameAddr toOfRequest, String given) {
        if (toOfRequest.tag() != null) {
            return toOfRequest;
        }
        String tag = tagIn(given);
        if (tag == null || tag.isEmpty()) {
            throw new IllegalArgumentException("a To header can only set a tag, found none in \"" + given + '"');
        }
        return toOfRequest.withTag(tag);
    }

    private static @Nullable String tagIn(String given) {
        String text = given.startsWith(";") ? given.substring(1) : given;
        return text.startsWith(TAG)
                ? text.substring(TAG.length())
                : NameAddr.parse(given).tag();
    }
}
