// SPDX-License-Identifier: Apache-2.0
package io.srf.server.sessiontimer;

import org.jspecify.annotations.Nullable;

/** What happens to a session timer. */
public sealed interface SessionTimerEvent {
    /**
     * An INVITE or UPDATE of either side got a 2xx, which both starts and refreshes a session (RFC 4028 §4).
     *
     * @param terms null if the session does not expire from now on
     */
    record Agreed(@Nullable SessionTerms terms) implements SessionTimerEvent {}

    /**
     * The session goes on that another engine had; when it was last refreshed nobody knows.
     *
     * @param pauseMillis to wait before we refresh it, if we do
     */
    record Restored(SessionTerms terms, long pauseMillis) implements SessionTimerEvent {}

    /** The application does not want a session timer. */
    record Decline() implements SessionTimerEvent {}

    /** It is time to refresh the session. */
    record RefreshDue() implements SessionTimerEvent {}

    /** Nobody refreshed the session in time. */
    record Expired() implements SessionTimerEvent {}

    /** Our refresh could not be sent now, because another request is under way or nothing is known to offer. */
    record NotSent() implements SessionTimerEvent {}

    /**
     * Our refresh met one of the other side, or it cannot be taken now (RFC 3261 §14.1).
     *
     * @param pauseMillis to wait before the next one
     */
    record Postponed(long pauseMillis) implements SessionTimerEvent {}

    /**
     * The interval was refused with 422 (RFC 4028 §7.4).
     *
     * @param minSe the shortest that is accepted, in seconds
     */
    record TooShort(int minSe) implements SessionTimerEvent {}

    /** Our refresh was refused in a way that says nothing of the dialog. */
    record Refused() implements SessionTimerEvent {}

    /** Our refresh was answered with 481 or 408, or not at all (RFC 3261 §12.2.1.2). */
    record PeerGone() implements SessionTimerEvent {}

    /** The dialog is over, or a BYE is under way. */
    record Ended() implements SessionTimerEvent {}
}
