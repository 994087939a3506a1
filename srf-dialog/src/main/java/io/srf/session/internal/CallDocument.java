// SPDX-License-Identifier: Apache-2.0
package io.srf.session.internal;

import io.srf.session.DialogRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything that is kept of one call; never changes, each change makes a new one.
 *
 * @param data the session's values by key
 * @param aliases the application's names for the call
 * @param dialogs by dialog id
 * @param timers when each timer of the session goes off, by name
 */
record CallDocument(
        Map<String, RawJson> data,
        Set<String> aliases,
        Map<String, DialogRecord> dialogs,
        Map<String, Instant> timers) {
    static final CallDocument EMPTY = new CallDocument(Map.of(), Set.of(), Map.of(), Map.of());

    CallDocument withValue(String key, RawJson value) {
        return new CallDocument(with(data, key, value), aliases, dialogs, timers);
    }

    CallDocument withoutValue(String key) {
        return data.containsKey(key) ? new CallDocument(without(data, key), aliases, dialogs, timers) : this;
    }

    CallDocument withAlias(String alias) {
        Set<String> more = new HashSet<>(aliases);
        return more.add(alias) ? new CallDocument(data, Set.copyOf(more), dialogs, timers) : this;
    }

    CallDocument withDialog(DialogRecord dialog) {
        return new CallDocument(data, aliases, with(dialogs, dialog.ids().dialogId(), dialog), timers);
    }

    CallDocument withoutDialog(String dialogId) {
        return dialogs.containsKey(dialogId)
                ? new CallDocument(data, aliases, without(dialogs, dialogId), timers)
                : this;
    }

    CallDocument withTimer(String name, Instant due) {
        return new CallDocument(data, aliases, dialogs, with(timers, name, due));
    }

    CallDocument withoutTimer(String name) {
        return timers.containsKey(name) ? new CallDocument(data, aliases, dialogs, without(timers, name)) : this;
    }

    /** What the call can be found by in a store. */
    Set<String> keys() {
        Set<String> keys = new HashSet<>();
        for (DialogRecord dialog : dialogs.values()) {
            keys.add(SessionKeys.dialog(dialog.ids().dialogId()));
            keys.add(SessionKeys.callId(dialog.ids().callId()));
        }
        aliases.forEach(alias -> keys.add(SessionKeys.alias(alias)));
        return keys;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // there are no arrays of parameterized types
    private static <V> Map<String, V> with(Map<String, V> map, String key, V value) {
        List<Map.Entry<String, V>> all = new ArrayList<>(map.size() + 1);
        for (Map.Entry<String, V> entry : map.entrySet()) {
            if (!entry.getKey().equals(key)) {
                all.add(entry);
            }
        }
        all.add(Map.entry(key, value));
        return Map.ofEntries(all.toArray(new Map.Entry[0]));
    }

    private static <V> Map<String, V> without(Map<String, V> map, String key) {
        Map<String, V> copy = new HashMap<>(map);
        copy.remove(key);
        return Map.copyOf(copy);
    }
}
