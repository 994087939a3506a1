// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.srf.server.Loop;
import io.srf.server.transaction.ServerTransaction;
import io.srf.sip.Header;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import java.util.function.Consumer;

/**
 * Requests in dialogs of which nobody can be asked, because no application is connected: the engine may have begun anew a moment ago, or all links have dropped. They wait
 * for a node that may know the dialog. Touched by its shard's loop alone.
 */
final class Latecomers {
    /** How long a request waits: as long as one whose node is gone. */
    static final long WAIT_MILLIS = GivingAgain.HEIR_WAIT_MILLIS;

    /** How often it is looked whether somebody is there. */
    static final long STEP_MILLIS = 250;

    /** How many may wait. */
    static final int MAX_WAITING = 1_000;

    private static final String RETRY_AFTER_SECONDS = "2";

    private final Loop loop;
    private final Heirs heirs;
    private int waiting;

    Latecomers(Loop loop, Heirs heirs) {
        this.loop = loop;
        this.heirs = heirs;
    }

    /**
     * Keeps a request until somebody is connected, or refuses it after a while.
     *
     * @param again takes it once more
     * @return false if it does not wait, because somebody is connected who does not know the dialog
     */
    boolean keep(ServerTransaction transaction, Consumer<ServerTransaction> again) {
        if (heirs.isAnybodyThere()) {
            return false;
        }
        if (waiting >= MAX_WAITING) {
            refuse(transaction);
        } else {
            waiting++;
            look(transaction, again, WAIT_MILLIS);
        }
        return true;
    }

    private void look(ServerTransaction transaction, Consumer<ServerTransaction> again, long left) {
        loop.timers().schedule(STEP_MILLIS, () -> {
            boolean answered = transaction.isAnswered();
            boolean there = heirs.isAnybodyThere();
            if (!answered && !there && left > STEP_MILLIS) {
                look(transaction, again, left - STEP_MILLIS);
                return;
            }
            waiting--;
            if (!answered && there) {
                again.accept(transaction);
            } else if (!answered) {
                refuse(transaction);
            }
        });
    }

    /** That nobody knows the dialog can not be said, and would end it (RFC 3261 §12.2.1.2); but a BYE ends it anyway. */
    static void refuse(ServerTransaction transaction) {
        if (transaction.request().is(Methods.BYE)) {
            UasCore.refuse(transaction, 481);
        } else {
            UasCore.refuse(transaction, 503, Header.of(HeaderName.RETRY_AFTER, RETRY_AFTER_SECONDS));
        }
    }
}
