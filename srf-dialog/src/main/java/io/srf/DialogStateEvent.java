// SPDX-License-Identifier: Apache-2.0
package io.srf;

import io.srf.session.DialogRecord;
import io.srf.session.Session;
import org.jspecify.annotations.Nullable;

/**
 * A call's dialog has come into another state of the dialog event package (RFC 4235 §3.7.1). {@link DialogInfo} writes the document.
 *
 * <p>There is one for each INVITE from its very beginning, before there is a {@link Dialog}; further forks begin where they ring. The
 * engine's name for it stays the same.
 *
 * @param state it is in now
 * @param dialog as far as it is known: the other side's tag is "" before it has sent one
 * @param session the call it belongs to
 * @param reason why it is {@link State#TERMINATED}; else null
 */
public record DialogStateEvent(
        State state,
        DialogRecord dialog,
        Session session,
        @Nullable TerminateReason reason) {
    /** A state of RFC 4235 §3.7.1. */
    public enum State {
        /** The INVITE was sent, or received. */
        TRYING,
        /** A provisional response without a tag came. */
        PROCEEDING,
        /** A provisional response with a tag was sent or received. */
        EARLY,
        /** A 2xx was sent or received. */
        CONFIRMED,
        /** It is over. */
        TERMINATED
    }
}
