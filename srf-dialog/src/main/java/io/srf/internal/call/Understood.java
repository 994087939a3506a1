// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.app.Extras;
import io.srf.app.Request;
import io.srf.app.Response;
import io.srf.sip.BodyPart;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipMessage;
import io.srf.sip.SipParseException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a dialog understands of bodies by itself, with neither a listener nor a partner that takes them: session descriptions (RFC 3261 §8.2.3). */
final class Understood {
    static final int UNSUPPORTED_MEDIA_TYPE = 415;

    /** An INFO that nobody wants is answered 200, as drachtio-srf does; other bodies belong to an event package. */
    private static final Set<String> CHECKED = Set.of(Methods.INVITE, Methods.UPDATE, Methods.MESSAGE);

    private static final Extras TYPE = Extras.of(HeaderName.ACCEPT.toString(), Sdps.TYPE);
    private static final Extras ENCODING = Extras.of(HeaderName.ACCEPT_ENCODING.toString(), "identity");
    private static final String OPTIONAL = ";handling=optional";

    private Understood() {}

    /** Answers 415, with what we would understand; false, and no answer, if the body is understood or need not be. */
    static boolean refuses(Request request, Response response) {
        Extras instead = insteadOf(request.message());
        if (instead != null) {
            Sending.quietly(response, UNSUPPORTED_MEDIA_TYPE, null, instead);
        }
        return instead != null;
    }

    /** What a 415 to this request says that we would understand; null if it is understood, or need not be. */
    static @Nullable Extras insteadOf(SipMessage request) {
        if (request.bodyLength() == 0
                || !CHECKED.contains(request.method())
                || isOptional(request.header(HeaderName.CONTENT_DISPOSITION))) {
            return null;
        }
        if (isEncoded(request.header(HeaderName.CONTENT_ENCODING))) {
            return ENCODING;
        }
        return Sdps.in(request) != null || hasOptionalPartsOnly(request) ? null : TYPE;
    }

    private static boolean isEncoded(@Nullable String encoding) {
        return encoding != null && !encoding.strip().equalsIgnoreCase("identity");
    }

    private static boolean hasOptionalPartsOnly(SipMessage request) {
        try {
            List<BodyPart> parts = request.bodyParts();
            return !parts.isEmpty()
                    && parts.stream().allMatch(part -> isOptional(part.header(HeaderName.CONTENT_DISPOSITION)));
        } catch (SipParseException e) {
            return false;
        }
    }

    /** Whether who does not understand a body may ignore it (RFC 3261 §20.11). */
    private static boolean isOptional(@Nullable String disposition) {
        return disposition != null
                && disposition.replaceAll("\\s", "").toLowerCase(Locale.ROOT).contains(OPTIONAL);
    }
}
