// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The dialogs of one shard, by their SIP identity and by the id that applications use.
 *
 * <p>The id is {@code <Call-ID>;from-tag=<tag of the INVITE's From>}; where a second dialog of one INVITE would have the same (a forked
 * answer), {@code ;to-tag=…} is added. Touched by its shard's loop alone.
 */
final class Dialogs {
    private static final String FROM_TAG = ";from-tag=";

    private final Map<DialogKey, Dialog> byKey = new HashMap<>();
    private final Map<String, Dialog> byId = new HashMap<>();

    /** The id for a dialog that a request with this Call-ID and From tag makes. */
    static String id(String callId, String fromTag) {
        return callId + FROM_TAG + fromTag;
    }

    /** The Call-ID in an id that an application gave; the whole text if it is not such an id. */
    static String callIdOf(String dialogId) {
        int at = dialogId.indexOf(FROM_TAG);
        return at < 0 ? dialogId : dialogId.substring(0, at);
    }

    /** An id like this one that no other dialog has. */
    String freeId(String id, String toTag) {
        return byId.containsKey(id) ? id + ";to-tag=" + toTag : id;
    }

    void add(Dialog dialog) {
        byKey.put(dialog.key(), dialog);
        byId.put(dialog.id(), dialog);
    }

    void remove(Dialog dialog) {
        byKey.remove(dialog.key(), dialog);
        byId.remove(dialog.id(), dialog);
    }

    @Nullable Dialog find(DialogKey key) {
        return byKey.get(key);
    }

    @Nullable Dialog find(String id) {
        return byId.get(id);
    }

    /** A copy of what there is, to walk over while dialogs come and go. */
    List<Dialog> all() {
        return new ArrayList<>(byId.values());
    }

    Collection<Dialog> view() {
        return byId.values();
    }

    int size() {
        return byId.size();
    }
}
