// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.app.SipException;
import org.jspecify.annotations.Nullable;

/** The side of a call that a caller may take: that of a parked call, or of somebody who is replaced. Touched by tasks of the call's mailbox alone. */
interface Place {
    /** The leg on the other side, which the caller will be joined with. */
    Leg leg();

    /** What passes between the two. */
    Joining.Ties ties();

    /** What happens here, for the recorder. */
    String name();

    /** Keeps the place for a caller. Returns null, or why it cannot be taken. */
    @Nullable SipException take();

    /** The caller and the leg are about to be joined. */
    void taken();

    /** The caller, who has this leg, is joined. */
    default void joined(Leg caller) {}

    /** Nothing came of the caller. */
    void putBack();

    /** What the caller is refused with if the leg is over. */
    SipException over();
}
