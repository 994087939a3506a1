// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.srf.server.admin.Application;
import io.srf.server.transaction.ServerTransaction;
import io.srf.wire.AppNode;
import org.jspecify.annotations.Nullable;

/**
 * Gives a request that an application has not answered, and now cannot, to another node: under the same transaction id, so that the other's answer is
 * as good.
 */
final class GivingAgain {
    /** How many nodes get a request after the first; one that ends each process that sees it must not end them all. */
    static final int MAX_TIMES = 2;

    private final Shard shard;
    private final Heirs heirs;
    private final Replies replies;
    private long given;

    GivingAgain(Shard shard, Heirs heirs) {
        this.shard = shard;
        this.heirs = heirs;
        this.replies = new Replies(shard);
    }

    /** How many requests were given again since the start. */
    long given() {
        return given;
    }

    /** Gives a request whose application is gone to another; false if there is none, or the request has been through too many hands. */
    boolean toHeir(OwedAnswer answer) {
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
                : shard.applications().next(answer.transaction().request().method(), a -> a.isNodeOf(node.app()));
    }

    /** Gives a request to the application that has claimed its dialog. */
    void to(Application application, OwedAnswer answer) {
        answer.givenTo(application);
        given++;
        ServerTransaction transaction = answer.transaction();
        Dialog dialog = answer.dialog();
        if (!answer.isInDialog()) {
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
}
