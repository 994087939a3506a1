// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.srf.server.Loop;
import io.srf.server.admin.Application;
import io.srf.server.transaction.ServerTransaction;
import io.srf.sip.Methods;
import io.srf.wire.AppNode;
import org.jspecify.annotations.Nullable;

/**
 * Gives a request that an application has not answered, and now cannot, to another node: under the same transaction id, so that the other's answer is
 * as good.
 */
final class GivingAgain {
    /** How many nodes get a request after the first; one that ends each process that sees it must not end them all. */
    static final int MAX_TIMES = 2;

    /** How long a request waits for a node, if there is none: it may be the link of the only one that broke, or it may be starting again. */
    static final long HEIR_WAIT_MILLIS = 2_000;

    /** How many requests may wait for a node. */
    static final int MAX_WAITING = 1_000;

    private final Loop loop;
    private final Dialogs dialogs;
    private final Heirs heirs;
    private final OwedAnswers owed;
    private final Replies replies;
    private final Cdrs cdrs;
    private long given;
    private int waiting;

    GivingAgain(Shard shard, Dialogs dialogs, Heirs heirs, OwedAnswers owed) {
        this.loop = shard.loop();
        this.dialogs = dialogs;
        this.heirs = heirs;
        this.owed = owed;
        this.replies = new Replies(shard);
        this.cdrs = new Cdrs(shard, heirs);
    }

    /** How many requests were given again since the start. */
    long given() {
        return given;
    }

    /** What an application that is gone owes is given to heirs. */
    void ownerGone(Application application) {
        owed.by(application).forEach(this::toHeir);
    }

    /** A node has claimed a dialog: what others were given in it and have not answered is given to it. */
    void claimed(Dialog dialog) {
        for (OwedAnswer answer : owed.in(dialog)) {
            if (!answer.owner().equals(dialog.owner())) {
                to(dialog.owner(), answer);
            }
        }
    }

    /** Gives a request whose application is gone to another, or refuses it if there is none, perhaps after a while. */
    void toHeir(OwedAnswer answer) {
        if (isGiven(answer)) {
            return;
        }
        if (answer.owner().node() == null || answer.timesGiven() > MAX_TIMES || waiting >= MAX_WAITING) {
            giveUp(answer);
            return;
        }
        waiting++;
        loop.timers().schedule(HEIR_WAIT_MILLIS, () -> {
            waiting--;
            boolean stillNobody =
                    !answer.transaction().isAnswered() && answer.owner().isGone();
            if (stillNobody && !isGiven(answer)) {
                giveUp(answer);
            }
        });
    }

    private boolean isGiven(OwedAnswer answer) {
        Application heir = answer.timesGiven() > MAX_TIMES ? null : heirOf(answer);
        if (heir == null || heir.isGone()) {
            return false;
        }
        to(heir, answer);
        return true;
    }

    private @Nullable Application heirOf(OwedAnswer answer) {
        AppNode node = answer.owner().node();
        if (node == null) {
            return null;
        }
        if (answer.dialog() != null) {
            return heirs.ownerOf(answer.dialog());
        }
        return answer.isInDialog()
                ? heirs.of(answer.owner())
                : heirs.forNew(answer.transaction().request().method(), node.app());
    }

    private void to(Application application, OwedAnswer answer) {
        answer.givenTo(application);
        given++;
        OwedAnswers.passedOn(answer);
        ServerTransaction transaction = answer.transaction();
        Dialog dialog = answer.dialog();
        if (!answer.isInDialog()) {
            holds(application, dialog);
            replies.newRequest(
                    application,
                    transaction.request(),
                    transaction.flow(),
                    transaction.id(),
                    dialog == null ? null : dialog.id());
        } else {
            replies.received(
                    application,
                    transaction.request(),
                    transaction.flow(),
                    transaction.id(),
                    dialog == null ? Dialogs.idFor(transaction.request()) : dialog.id());
        }
    }

    /** Who goes on with an INVITE from its beginning has the early dialog that another one has made of it. */
    private static void holds(Application application, @Nullable Dialog early) {
        if (early != null) {
            early.hold(Hold.first(application));
        }
    }

    /** Nobody can answer a request: the peer is told, and what depends on the answer ends. */
    void giveUp(OwedAnswer answer) {
        giveUp(answer, 503);
    }

    /** The same, with a status of its own for all but a BYE and what belongs to an unknown dialog. */
    void giveUp(OwedAnswer answer, int status) {
        ServerTransaction transaction = answer.transaction();
        Dialog dialog = answer.dialog();
        owed.settle(transaction.id());
        boolean bye = transaction.request().is(Methods.BYE);
        boolean unknown = dialog == null && answer.isInDialog();
        cdrs.refusedHere(transaction.request(), UasCore.refuse(transaction, unknown ? 481 : bye ? 200 : status));
        if (dialog != null) {
            dialogs.closed(dialog, transaction);
            if (bye || !answer.isInDialog()) {
                dialogs.end(dialog);
            }
        }
    }
}
