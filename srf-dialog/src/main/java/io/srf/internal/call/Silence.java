// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.Sdp;
import io.srf.SdpDirection;
import io.srf.SdpStream;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Session descriptions without media, for a side that is answered before there is anybody to talk to. */
final class Silence {
    private static final Set<String> PLAIN = Set.of("RTP/AVP", "RTP/AVPF");
    private static final String ICE = "\na=ice-ufrag";

    private Silence() {}

    /**
     * The same streams, inactive; all are refused if one has keys or is no RTP, or if they use ICE, which nobody can answer for another (RFC 3264 §6).
     *
     * @return null if the description cannot be read
     */
    static @Nullable String like(String text) {
        Sdp sdp = Sdp.read(text);
        if (sdp == null) {
            return null;
        }
        boolean plain = !text.contains(ICE) && sdp.streams().stream().allMatch(Silence::isPlain);
        return (plain ? sdp.withDirection(SdpDirection.INACTIVE) : sdp.refused()).toString();
    }

    private static boolean isPlain(SdpStream stream) {
        return !stream.isActive() || PLAIN.contains(stream.protocol());
    }
}
