// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.sip.HeaderName;
import io.srf.sip.Params;
import io.srf.sip.SipMessage;
import io.srf.sip.SipParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The dialog that is to be replaced, as a Replaces header names it to the side that has it (RFC 3891 §6.1).
 *
 * @param localTag its to-tag
 * @param remoteTag its from-tag
 * @param earlyOnly whether it is to be replaced only before it is answered
 */
record Replaces(String callId, String localTag, String remoteTag, boolean earlyOnly) {
    /** Reads the header of an INVITE; null if it cannot be read, or there are several (RFC 3891 §3). */
    static @Nullable Replaces in(SipMessage invite) {
        List<String> values = invite.values(HeaderName.REPLACES);
        return values.size() == 1 ? read(values.getFirst()) : null;
    }

    /** Reads the value of a header; null if it cannot be read. */
    static @Nullable Replaces read(String value) {
        int end = value.indexOf(';');
        if (end <= 0) {
            return null;
        }
        try {
            Params params = Params.parse(value.substring(end));
            String toTag = params.get("to-tag");
            String fromTag = params.get("from-tag");
            return toTag == null || fromTag == null
                    ? null
                    : new Replaces(value.substring(0, end).strip(), toTag, fromTag, params.has("early-only"));
        } catch (SipParseException unreadable) {
            return null;
        }
    }

    /** The leg of ours that it names; null if there is none. */
    @Nullable Leg leg(Calls calls) {
        return calls.find(callId, localTag, remoteTag);
    }
}
