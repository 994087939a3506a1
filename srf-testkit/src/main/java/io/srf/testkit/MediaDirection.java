// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import java.util.Locale;

/** Which way the media of one side goes (RFC 3264 §5.1). */
public enum MediaDirection {
    /** Both ways. */
    SENDRECV(true, true),
    /** To the other side only: the other side is on hold. */
    SENDONLY(true, false),
    /** From the other side only. */
    RECVONLY(false, true),
    /** No way. */
    INACTIVE(false, false);

    private final boolean sends;
    private final boolean receives;

    MediaDirection(boolean sends, boolean receives) {
        this.sends = sends;
        this.receives = receives;
    }

    static MediaDirection of(boolean sends, boolean receives) {
        if (sends) {
            return receives ? SENDRECV : SENDONLY;
        }
        return receives ? RECVONLY : INACTIVE;
    }

    /** Whether this side sends. */
    public boolean sends() {
        return sends;
    }

    /** Whether this side wants to receive. */
    public boolean receives() {
        return receives;
    }

    /** As SDP writes it, without {@code a=}. */
    public String attribute() {
        return name().toLowerCase(Locale.ROOT);
    }
}
