// SPDX-License-Identifier: Apache-2.0
package io.srf;

import io.srf.session.Session;

/**
 * A dialog is over.
 *
 * @param dialog as it was last
 * @param reason why it ended
 */
public record TerminateEvent(Dialog dialog, TerminateReason reason) {
    /** The call it belongs to. */
    public Session session() {
        return dialog.session();
    }
}
