// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.sip.HeaderName;
import io.srf.sip.SipMessage;
import io.srf.sip.SipRequest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which subscription of a dialog is meant (RFC 6665 §4.4.1).
 *
 * @param eventPackage in lower case; "" if a request has no Event
 * @param id "" for none
 */
record EventKey(String eventPackage, String id) {
    private static final String REFER = "refer";
    private static final String ID = "id=";

    /** The one that the Event header names. */
    static EventKey of(SipMessage message) {
        String event = message.header(HeaderName.EVENT);
        return event == null ? new EventKey("", "") : parse(event);
    }

    /** The one that this REFER makes: its id is the CSeq (RFC 3515 §2.4.6). */
    static EventKey ofRefer(long cseq) {
        return new EventKey(REFER, Long.toString(cseq));
    }

    private static EventKey parse(String event) {
        String[] parts = event.split(";", -1);
        String id = "";
        for (int i = 1; i < parts.length; i++) {
            String param = parts[i].strip();
            if (param.toLowerCase(Locale.ROOT).startsWith(ID)) {
                id = param.substring(ID.length());
            }
        }
        return new EventKey(parts[0].strip().toLowerCase(Locale.ROOT), id);
    }

    /** The same with another id. */
    EventKey withId(String other) {
        return new EventKey(eventPackage, other);
    }

    /** Whether it is one that a REFER has made. */
    boolean isRefer() {
        return eventPackage.equals(REFER);
    }

    /** Whether a NOTIFY for the other one may be for this one: the first REFER of a dialog needs no id, and some peers leave Event out. */
    boolean covers(EventKey other) {
        boolean samePackage = eventPackage.equals(REFER) && other.eventPackage.equals(REFER);
        return other.id.isEmpty() && (samePackage || other.eventPackage.isEmpty());
    }

    /** The seconds that are left by this NOTIFY; 0 if it ends the subscription, -1 if it does not say. */
    static int secondsLeft(SipRequest notify) {
        String state = notify.header(HeaderName.SUBSCRIPTION_STATE);
        if (state == null) {
            return -1;
        }
        String[] parts = state.strip().split(";", -1);
        if (parts[0].strip().equalsIgnoreCase("terminated")) {
            return 0;
        }
        for (String part : parts) {
            Integer seconds = seconds(part.strip());
            if (seconds != null && seconds > 0) {
                return seconds;
            }
        }
        return -1;
    }

    private static @Nullable Integer seconds(String param) {
        if (!param.toLowerCase(Locale.ROOT).startsWith("expires=")) {
            return null;
        }
        try {
            return Integer.valueOf(param.substring("expires=".length()).strip());
        } catch (NumberFormatException e) {
            return null;
        }
    }

    @Override
    public String toString() {
        return id.isEmpty() ? eventPackage : eventPackage + ';' + ID + id;
    }
}
