// SPDX-License-Identifier: Apache-2.0
package io.srf.session.internal;

import io.srf.session.DialogRecord;
import io.srf.session.DialogRecord.Party;
import io.srf.session.DialogRecord.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The session descriptions of a call, each once: those of a leg are, as a rule, those of the other leg across. In a document the dialogs have their
 * names in this table in their place.
 *
 * @param dialogs by dialog id, with names
 * @param texts by name; none if no dialog has a session description
 */
record SdpTable(Map<String, DialogRecord> dialogs, Map<String, String> texts) {
    /** Takes the session descriptions out of dialogs. */
    static SdpTable of(Map<String, DialogRecord> dialogs) {
        Map<String, String> names = new HashMap<>();
        Map<String, DialogRecord> named =
                each(dialogs, text -> names.computeIfAbsent(text, fresh -> Integer.toString(names.size() + 1)));
        Map<String, String> texts = new HashMap<>();
        names.forEach((text, name) -> texts.put(name, text));
        return new SdpTable(named, texts);
    }

    /**
     * Puts the session descriptions back.
     *
     * @param missing makes what stands for one whose name is not in the table; null for none
     */
    Map<String, DialogRecord> complete(UnaryOperator<@Nullable String> missing) {
        return each(dialogs, name -> {
            String text = texts.get(name);
            return text == null ? missing.apply(name) : text;
        });
    }

    private static Map<String, DialogRecord> each(
            Map<String, DialogRecord> dialogs, UnaryOperator<@Nullable String> change) {
        Map<String, DialogRecord> changed = new HashMap<>();
        dialogs.forEach((id, dialog) -> changed.put(id, each(dialog, change)));
        return changed;
    }

    private static DialogRecord each(DialogRecord dialog, UnaryOperator<@Nullable String> change) {
        Party local = each(dialog.local(), change);
        Party remote = each(dialog.remote(), change);
        DialogRecord described = dialog.withParties(local, remote);
        Path path = dialog.path();
        if (path == null || path.heldSdp() == null) {
            return described;
        }
        return described.withPath(path.withHeldSdp(change.apply(path.heldSdp())));
    }

    private static Party each(Party party, UnaryOperator<@Nullable String> change) {
        String sdp = party.sdp();
        return sdp == null ? party : party.withSdp(change.apply(sdp));
    }
}
