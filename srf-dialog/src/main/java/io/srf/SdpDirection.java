// SPDX-License-Identifier: Apache-2.0
package io.srf;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which way media flows, seen from who wrote the description (RFC 8866 §6.7). */
public enum SdpDirection {
    /** Both ways. */
    SENDRECV,
    /** Away from the writer. */
    SENDONLY,
    /** To the writer. */
    RECVONLY,
    /** Neither way. */
    INACTIVE;

    private final String line = "a=" + name().toLowerCase(Locale.ROOT);

    /** The direction that sends and receives so. */
    public static SdpDirection of(boolean sends, boolean receives) {
        if (sends) {
            return receives ? SENDRECV : SENDONLY;
        }
        return receives ? RECVONLY : INACTIVE;
    }

    /** The direction that this line sets, or null if it sets none. */
    static @Nullable SdpDirection inLine(String text) {
        for (SdpDirection direction : values()) {
            if (text.equals(direction.line)) {
                return direction;
            }
        }
        return null;
    }

    /** Whether the writer sends. */
    public boolean sends() {
        return this == SENDRECV || this == SENDONLY;
    }

    /** Whether the writer receives. */
    public boolean receives() {
        return this == SENDRECV || this == RECVONLY;
    }

    String toLine() {
        return line;
    }
}
