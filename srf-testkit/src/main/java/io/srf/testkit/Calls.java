// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.sip.SipRequest;
import io.srf.testkit.internal.ua.DialogId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The calls of a phone, and which of them a request belongs to. */
final class Calls {
    /** How many calls a phone remembers, live and ended. */
    static final int MAX_CALLS = 20_000;

    private final List<Call> all = new ArrayList<>();
    private final Set<Call> live = new LinkedHashSet<>();
    private final Map<DialogId, Call> byDialog = new LinkedHashMap<>();

    void add(Call call) {
        if (all.size() >= MAX_CALLS) {
            throw new IllegalStateException("too many calls for one phone, expected: ≤ " + MAX_CALLS);
        }
        all.add(call);
        live.add(call);
    }

    void isOver(Call call) {
        live.remove(call);
    }

    /** How many have begun. */
    int count() {
        return all.size();
    }

    void bind(DialogId dialog, Call call) {
        byDialog.put(dialog, call);
    }

    void unbind(DialogId dialog) {
        byDialog.remove(dialog);
    }

    /** The call of the dialog that a request names, or null if there is none. */
    @Nullable Call of(SipRequest request) {
        DialogId dialog = DialogId.of(request);
        return dialog == null ? null : of(dialog);
    }

    /** The call of a dialog, or null if there is none. */
    @Nullable Call of(DialogId dialog) {
        return byDialog.get(dialog);
    }

    /** The call that began last, or null if there was none. */
    @Nullable Call last() {
        return all.isEmpty() ? null : all.getLast();
    }

    List<Call> all() {
        return List.copyOf(all);
    }

    /** Whether one of them was transferred with this status so far. */
    boolean hearsOfTransfer(int status) {
        return all.stream().anyMatch(call -> call.transferStatus() == status);
    }

    boolean areAllOver() {
        return live.isEmpty();
    }

    /** The calls that are not over and the dialogs that are known. */
    List<String> unfinished() {
        List<String> left = new ArrayList<>();
        live.forEach(call -> left.add(call.toString()));
        byDialog.keySet().forEach(dialog -> left.add("dialog " + dialog));
        return left;
    }
}
