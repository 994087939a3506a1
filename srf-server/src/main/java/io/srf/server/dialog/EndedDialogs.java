// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The dialogs of nodes that ended last. A node may die before it has told its session store that a call is over; who then finds the record must not have
 * the dialog made again.
 */
final class EndedDialogs {
    /** How many are remembered. */
    static final int MAX = 10_000;

    private final Set<DialogKey> keys = new LinkedHashSet<>();

    void add(Dialog dialog) {
        if (dialog.hold().node() == null) {
            return;
        }
        keys.add(dialog.key());
        if (keys.size() > MAX) {
            keys.remove(keys.iterator().next());
        }
    }

    boolean contains(DialogKey key) {
        return keys.contains(key);
    }
}
