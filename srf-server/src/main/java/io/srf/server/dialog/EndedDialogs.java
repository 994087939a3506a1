// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The ids of the dialogs of nodes that ended last. A node may die before it has told its session store that a call is over; who then finds the record
 * must not have the dialog made again.
 */
final class EndedDialogs {
    /** How many are remembered. */
    static final int MAX = 10_000;

    private final Set<String> ids = new LinkedHashSet<>();

    void add(Dialog dialog) {
        if (dialog.hold().node() == null) {
            return;
        }
        ids.add(dialog.id());
        if (ids.size() > MAX) {
            ids.remove(ids.iterator().next());
        }
    }

    boolean contains(String id) {
        return ids.contains(id);
    }
}
