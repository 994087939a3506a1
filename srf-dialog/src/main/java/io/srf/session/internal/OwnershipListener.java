// SPDX-License-Identifier: Apache-2.0
package io.srf.session.internal;

/** Who must stop acting for a call when another node has it. */
public interface OwnershipListener {
    /**
     * Another node has taken this call over; told once per call. Nothing is written for it any more, and nothing may be sent for it.
     *
     * <p>Called by a writer's thread; must not block.
     */
    void lostOwnership(KeptCall call);
}
