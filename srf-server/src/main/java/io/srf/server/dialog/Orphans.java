// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.srf.server.Loop;
import io.srf.server.admin.Application;
import io.srf.wire.AppNode;
import java.util.List;
import java.util.function.Consumer;

/** Dialogs whose application is gone: they wait for another to go on with them, and are ended if none does. */
final class Orphans {
    /** How long the dialogs of an application wait that has not said which node it is. */
    static final long GRACE_MILLIS = 32_000;

    /** How long the dialogs of a node wait: longer than the lease that it had on them, so that others have time to claim them. */
    static final long NODE_GRACE_MILLIS = 120_000;

    /** How long a 2xx that a node left without an ACK waits for another to send it. The callee waits for 64·T1 (RFC 3261 §13.3.1.4). */
    static final long ACK_GRACE_MILLIS = 5_000;

    /** How many dialogs are ended in one go, so that the loop has time for others. */
    static final int BATCH = 200;

    /** How long the loop has for others between two batches. */
    static final long BATCH_PAUSE_MILLIS = 50;

    private final Loop loop;
    private final Dialogs dialogs;
    private final Heirs heirs;
    private final Answers answers;

    Orphans(Loop loop, Dialogs dialogs, Heirs heirs, Answers answers) {
        this.loop = loop;
        this.dialogs = dialogs;
        this.heirs = heirs;
        this.answers = answers;
    }

    /** An application left its dialogs behind. */
    void leftBy(Application application) {
        List<Dialog> orphans = dialogs.ownedBy(application);
        if (orphans.isEmpty()) {
            return;
        }
        AppNode node = application.node();
        if (node == null) {
            after(GRACE_MILLIS, orphans, dialog -> {
                if (!heirs.isOwned(dialog)) {
                    end(dialog);
                }
            });
            return;
        }
        orphans.stream().filter(Dialog::owesReinviteAck).forEach(answers.acks()::send);
        List<Dialog> unacknowledged = orphans.stream().filter(Dialog::owesAck).toList();
        after(ACK_GRACE_MILLIS, unacknowledged, dialog -> hangUp(dialog, node));
        after(NODE_GRACE_MILLIS, orphans, dialog -> {
            if (!isTakenFrom(node, dialog)) {
                end(dialog);
            }
        });
    }

    private void hangUp(Dialog dialog, AppNode left) {
        Application owner = dialog.owner();
        boolean isBack = !owner.isGone() && left.equals(owner.node());
        if (dialog.owesAck() && dialog.hold().isOf(left) && !isBack) {
            answers.hangUp(dialog);
        }
    }

    /** Whether the node is back, or another has claimed the dialog. Who only got an ACK or a request in it may know nothing of it. */
    private boolean isTakenFrom(AppNode left, Dialog dialog) {
        return heirs.isOwned(dialog)
                && (!dialog.hold().isOf(left) || left.equals(dialog.owner().node()));
    }

    private void end(Dialog dialog) {
        if (!dialog.isEnded()) {
            answers.byes().send(dialog, Byes.APPLICATION_GONE);
        }
    }

    private void after(long millis, List<Dialog> orphans, Consumer<Dialog> what) {
        if (!orphans.isEmpty()) {
            loop.timers().schedule(millis, () -> batch(orphans, what));
        }
    }

    private void batch(List<Dialog> orphans, Consumer<Dialog> what) {
        int size = Math.min(BATCH, orphans.size());
        orphans.subList(0, size).forEach(what);
        after(BATCH_PAUSE_MILLIS, orphans.subList(size, orphans.size()), what);
    }
}
