// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.session.DialogRecord;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.NameAddr;
import io.srf.sip.SipMessage;
import io.srf.sip.SipParseException;
import io.srf.sip.SipUri;
import io.srf.sip.TelUri;
import io.srf.sip.Uri;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whom a REFER wants called (RFC 3515 §2.1), and which dialog there is to be replaced (RFC 3891 §3).
 *
 * @param uri whom to call
 * @param replaces the dialog to be replaced, as its Replaces header names it; null for none
 */
record ReferTo(String uri, @Nullable String replaces) {
    /** Reads it; null if the request has none, has one that is not to be called, or asks for another method than INVITE. */
    static @Nullable ReferTo in(SipMessage refer) {
        String value = refer.header(HeaderName.REFER_TO);
        if (value == null) {
            return null;
        }
        try {
            Uri uri = NameAddr.parse(value).uri();
            if (uri instanceof SipUri sip) {
                return of(sip);
            }
            return uri instanceof TelUri ? new ReferTo(uri.toString(), null) : null;
        } catch (SipParseException | IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable ReferTo of(SipUri uri) {
        String method = uri.params().get("method");
        if (method != null && !method.equals(Methods.INVITE)) {
            return null;
        }
        return new ReferTo(uri.asRequestUri().toString(), replacesIn(uri.headers()));
    }

    private static @Nullable String replacesIn(String headers) {
        for (String header : headers.split("&", -1)) {
            int equals = header.indexOf('=');
            if (equals > 0
                    && header.substring(0, equals).toLowerCase(Locale.ROOT).equals("replaces")) {
                String escaped = header.substring(equals + 1).replace("+", "%2B");
                return URLDecoder.decode(escaped, StandardCharsets.UTF_8);
            }
        }
        return null;
    }

    /** The leg of ours that is to be replaced; null if there is none. */
    @Nullable Leg replaced(Calls calls) {
        Replaces named = replaces == null ? null : Replaces.read(replaces);
        return named == null ? null : named.leg(calls);
    }

    /** The other side of this dialog is to be called, and is to replace it. */
    static ReferTo replacing(DialogRecord record) {
        DialogRecord.Ids ids = record.ids();
        String contact = record.remote().contact();
        return new ReferTo(
                contact == null ? record.remote().uri() : contact,
                ids.callId() + ";to-tag=" + ids.remoteTag() + ";from-tag=" + ids.localTag());
    }
}
