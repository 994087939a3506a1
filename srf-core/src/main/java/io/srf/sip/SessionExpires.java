// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import org.jspecify.annotations.Nullable;

/**
 * How long a session lives unless it is refreshed, and who refreshes it (RFC 4028 §4): {@code 1800;refresher=uac}.
 *
 * @param seconds the interval, 0 or more
 * @param refresher {@code uac} or {@code uas} as written, or null where it is left open
 */
public record SessionExpires(int seconds, @Nullable String refresher) {
    /** Checks that it can be written. Throws {@link IllegalArgumentException} for a negative interval. */
    public SessionExpires {
        if (seconds < 0) {
            throw new IllegalArgumentException("not a session interval: " + seconds + ", expected 0 or more seconds");
        }
    }

    /** Reads {@code 1800;refresher=uac}. Throws {@link SipParseException} if it is anything else. */
    public static SessionExpires parse(String text) {
        Cursor in = new Cursor(text);
        int seconds = in.seconds();
        Params params = Params.parse(in);
        in.expectEnd("the session interval");
        return new SessionExpires(seconds, params.get("refresher"));
    }

    @Override
    public String toString() {
        return refresher == null ? Integer.toString(seconds) : seconds + ";refresher=" + refresher;
    }
}
