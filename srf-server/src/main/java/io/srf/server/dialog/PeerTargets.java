// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.srf.server.lookup.NextHop;
import io.srf.sip.NameAddr;
import io.srf.sip.SipRequest;
import io.srf.sip.SipUri;
import io.srf.sip.Uri;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says whether requests can ever be sent to where a peer says that it is (RFC 3261 §8.1.1.8, §12.1). Pure functions, for any thread. */
final class PeerTargets {
    private PeerTargets() {}

    /**
     * Checks where the requests to a peer go.
     *
     * @param target its Contact
     * @param hops on the way there, nearest first
     * @throws IllegalArgumentException if they cannot go there; the message says what was expected
     */
    static void check(Uri target, List<NameAddr> hops) {
        if (!(target instanceof SipUri)) {
            throw new IllegalArgumentException("expected a SIP or SIPS URI, found " + target);
        }
        NextHop.of(hops.isEmpty() ? target : hops.getFirst().uri());
    }

    /**
     * Whether a dialog that a request makes or moves would lead nowhere.
     *
     * @param known the dialog as it is; null if the request would make one
     */
    static boolean leadNowhere(SipRequest request, @Nullable DialogState known) {
        NameAddr contact = request.contact();
        if (contact == null && known != null) {
            return false;
        }
        try {
            check(
                    contact == null ? request.from().uri() : contact.uri(),
                    known == null ? request.recordRoutes() : known.routeSet());
            return false;
        } catch (IllegalArgumentException e) {
            return true;
        }
    }
}
