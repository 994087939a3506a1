// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The dialogs of nodes that ended last. A node may die before it has told its session store that a call is over; who then finds the record must not have
 * the dialog made again.
 */
final class EndedDialogs {
    /** How many are remembered. */
    static final int MAX = 10_000;

    /** Their ids. */
    private final Map<DialogKey, String> ids = new LinkedHashMap<>();

    void add(Dialog dialog) {
        if (dialog.hold().node() == null) {
            return;
        }
        ids.putIfAbsent(dialog.key(), dialog.id());
        if (ids.size() > MAX) {
            ids.remove(ids.keySet().iterator().next());
        }
    }

    /** A dialog goes on elsewhere; false if it was not one of these. */
    boolean remove(String dialogId) {
        return ids.values().remove(dialogId);
    }

    boolean contains(DialogKey key) {
        return ids.containsKey(key);
    }
}
