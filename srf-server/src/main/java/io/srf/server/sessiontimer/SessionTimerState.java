// SPDX-License-Identifier: Apache-2.0
package io.srf.server.sessiontimer;

import org.jspecify.annotations.Nullable;

/** Where the session timer of a dialog stands. */
public sealed interface SessionTimerState {

    /** What is agreed on; null if the session does not expire. */
    default @Nullable SessionTerms terms() {
        return null;
    }

    /** Nobody refreshes the session. */
    record Off() implements SessionTimerState {}

    /** The application does not want the session refreshed. */
    record Declined() implements SessionTimerState {}

    /** We refresh the session, and wait until it is time. */
    record Ours(SessionTerms terms) implements SessionTimerState {}

    /** Our refresh has no answer yet. */
    record Refreshing(SessionTerms terms) implements SessionTimerState {}

    /** The other side refreshes the session. */
    record Theirs(SessionTerms terms) implements SessionTimerState {}

    /** Nothing happens any more. */
    record Over() implements SessionTimerState {}
}
