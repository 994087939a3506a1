// SPDX-License-Identifier: Apache-2.0
package io.srf.server.sessiontimer;

/** What a session timer wants done. */
public sealed interface SessionTimerEffect {
    /** Says {@link SessionTimerEvent.RefreshDue} after this long; an earlier wish is forgotten. */
    record StartRefresh(long millis) implements SessionTimerEffect {}

    /** Says {@link SessionTimerEvent.Expired} after this long; an earlier wish is forgotten. */
    record StartExpiry(long millis) implements SessionTimerEffect {}

    /** Forgets both wishes. */
    record StopTimers() implements SessionTimerEffect {}

    /** Sends an UPDATE or re-INVITE that changes nothing but asks for these terms. */
    record SendRefresh(SessionTerms terms) implements SessionTimerEffect {}

    /** Ends the dialog with a BYE. */
    record EndDialog(Why why) implements SessionTimerEffect {}

    /** Why a dialog is ended. */
    enum Why {
        /** The session was not refreshed in time (RFC 4028 §10). */
        EXPIRED,
        /** The other side does not know the dialog, or does not answer (RFC 3261 §12.2.1.2). */
        PEER_GONE
    }
}
