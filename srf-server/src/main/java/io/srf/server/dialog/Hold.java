// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.srf.server.admin.Application;
import io.srf.wire.AppNode;
import org.jspecify.annotations.Nullable;

/**
 * Which node of an application holds a dialog, and under which fence: that of the last claim, or of the application that made the dialog.
 *
 * <p>Once a dialog was claimed from somebody, nobody but its holder may send in it: who had it before may be a process that was paused and does not
 * know.
 *
 * @param node null if the application did not say which node it is
 * @param fence of the claim; {@value #FIRST_FENCE} before there was one
 */
record Hold(@Nullable AppNode node, int fence) {
    /** The fence of a dialog that was never claimed. */
    static final int FIRST_FENCE = 1;

    /** That of the application that made the dialog. */
    static Hold first(Application maker) {
        return new Hold(maker.node(), FIRST_FENCE);
    }

    /** Whether a claim is agreed to: its fence is higher, or it is the holder's own. */
    boolean yieldsTo(Hold claimed) {
        return claimed.fence > fence || equals(claimed);
    }

    /** Whether this node holds the dialog. */
    boolean isOf(@Nullable AppNode other) {
        return node != null && node.equals(other);
    }

    /** Whether an application may send in the dialog. */
    boolean allows(Application user) {
        return fence == FIRST_FENCE || isOf(user.node());
    }

    /** Throws unless an application may send in the dialog. */
    void check(Application user) {
        if (!allows(user)) {
            throw new RefusedException(refusal());
        }
    }

    /** What is said to others. */
    String refusal() {
        return "dialog is held by another node under fence " + fence;
    }
}
