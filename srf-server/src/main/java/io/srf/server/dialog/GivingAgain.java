// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.srf.server.Loop;
import io.srf.server.admin.Application;
import io.srf.server.transaction.ServerTransaction;
import io.srf.wire.AppNode;
import java.util.function.Consumer;
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
    private final Heirs heirs;
    private final Replies replies;
    private long given;
    private int waiting;

    GivingAgain(Shard shard, Heirs heirs) {
        this.loop = shard.loop();
        this.heirs = heirs;
        this.replies = new Replies(shard);
    }

    /** How many requests were given again since the start. */
    long given() {
        return given;
    }

    /** Gives a request whose application is gone to another; false if there is none, or the request has been through too many hands. */
    private boolean toHeir(OwedAnswer answer) {
        Application heir = answer.timesGiven() > MAX_TIMES ? null : heirOf(answer);
        if (heir == null || heir.isGone()) {
            return false;
        }
        to(heir, answer);
        return true;
    }

    /** The same, but waits a moment if there is nobody; {@code nobody} hears if there still is none then, or there is no use in waiting. */
    void toHeir(OwedAnswer answer, Consumer<OwedAnswer> nobody) {
        if (toHeir(answer)) {
            return;
        }
        if (answer.owner().node() == null || answer.timesGiven() > MAX_TIMES || waiting >= MAX_WAITING) {
            nobody.accept(answer);
            return;
        }
        waiting++;
        loop.timers().schedule(HEIR_WAIT_MILLIS, () -> {
            waiting--;
            boolean stillNobody = !answer.transaction().isAnswered() && answer.owner().isGone();
            if (stillNobody && !toHeir(answer)) {
                nobody.accept(answer);
            }
        });
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
