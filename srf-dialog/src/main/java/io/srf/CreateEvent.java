// SPDX-License-Identifier: Apache-2.0
package io.srf;

import io.srf.session.Session;

/**
 * A dialog was made.
 *
 * @param dialog early or confirmed, as the event says
 */
public record CreateEvent(Dialog dialog) {
    /** The call it belongs to. */
    public Session session() {
        return dialog.session();
    }
}
