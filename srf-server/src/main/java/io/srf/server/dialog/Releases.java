// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.srf.server.Loop;
import io.srf.server.admin.Application;
import io.srf.wire.AppNode;
import io.srf.wire.ClientMessage;

/** Forgets dialogs that their nodes have lost: whoever has them goes on with them, mostly at another engine, and nothing is sent in them from here. */
final class Releases {
    /** How long another node that is connected here has to claim a dialog: longer than the store and the engines take to answer it. */
    static final long CLAIM_WAIT_MILLIS = 10_000;

    private final Loop loop;
    private final Dialogs dialogs;
    private final Heirs heirs;

    Releases(Loop loop, Dialogs dialogs, Heirs heirs) {
        this.loop = loop;
        this.dialogs = dialogs;
        this.heirs = heirs;
    }

    /** Lets go of a dialog for the node that holds it, or has hung up without its peer having agreed to that. */
    void release(Application from, ClientMessage.Release asked) {
        Replies.orRefuse(from, asked, () -> {
            AppNode node = from.node();
            Dialog dialog = dialogs.find(asked.dialogId());
            if (node != null && dialog == null && dialogs.forgetEnded(asked.dialogId())) {
                from.ok(asked, null);
                return;
            }
            if (node == null || dialog == null) {
                throw new RefusedException(InDialogRequests.NO_DIALOG);
            } else if (!dialog.hold().isOf(node)) {
                throw new RefusedException(dialog.hold().refusal());
            }
            from.ok(asked, null);
            if (heirs.hasOtherThan(node)) {
                Hold held = dialog.hold();
                loop.timers().schedule(CLAIM_WAIT_MILLIS, () -> forget(dialog, held));
            } else {
                dialogs.forget(dialog);
            }
        });
    }

    private void forget(Dialog dialog, Hold held) {
        if (dialog.hold().equals(held) && !dialog.isEnded()) {
            dialogs.forget(dialog);
        }
    }
}
