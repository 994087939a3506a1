// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.sip.SipRequest;
import io.srf.testkit.internal.ua.Dialog;
import io.srf.testkit.internal.ua.DialogId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The dialogs of one call: one for each fork that has shown itself. The phone finds the call by them. */
final class CallDialogs {
    private final Calls calls;
    private final Call call;
    private final Map<DialogId, Dialog> dialogs = new LinkedHashMap<>();

    CallDialogs(Calls calls, Call call) {
        this.calls = calls;
        this.call = call;
    }

    /** Adds a dialog unless it is known; returns the one that is. */
    Dialog add(Dialog dialog) {
        Dialog known = dialogs.putIfAbsent(dialog.id(), dialog);
        calls.bind(dialog.id(), call);
        return known == null ? dialog : known;
    }

    void remove(Dialog dialog) {
        dialogs.remove(dialog.id());
        calls.unbind(dialog.id());
    }

    void keepOnly(@Nullable Dialog kept) {
        List.copyOf(dialogs.values()).stream().filter(dialog -> dialog != kept).forEach(this::remove);
    }

    /** The dialog that a received request names, or null if there is none. */
    @Nullable Dialog of(SipRequest request) {
        DialogId id = DialogId.of(request);
        return id == null ? null : dialogs.get(id);
    }
}
