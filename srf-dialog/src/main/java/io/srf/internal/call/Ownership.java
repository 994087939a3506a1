// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.StoreTrouble;
import io.srf.app.SipException;
import io.srf.session.internal.KeptCall;
import io.srf.session.internal.SessionKeeper;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that a node sends nothing for a call that another one may have taken over: its lease may have run out while the process was paused,
 * or while the store could not be reached. May be used by any thread.
 */
final class Ownership {
    private static final int GONE = 481;

    private final SessionKeeper keeper;
    private final StoreTrouble policy;

    Ownership(SessionKeeper keeper, StoreTrouble policy) {
        this.keeper = keeper;
        this.policy = policy;
    }

    /** Whether the call of this leg surely is ours, or the leg at least: another node that has the call knows nothing of it. */
    static boolean isSure(Leg leg) {
        return !leg.call().kept().mayBeLost() || isOursAlone(leg);
    }

    /** Whether another node has the call and has forgotten this leg, which was only being made as far as the store knew. */
    static boolean isOursAlone(Leg leg) {
        KeptCall kept = leg.call().kept();
        return kept.lost() && !kept.goesOnElsewhere(leg.id());
    }

    /**
     * Sends at once if the call surely is ours, else when the store has confirmed that it is.
     *
     * @param refused hears, in the call's mailbox, that nothing may be sent
     */
    static void checked(Leg leg, Runnable send, Consumer<Throwable> refused) {
        if (isSure(leg)) {
            send.run();
        } else {
            leg.call().calls().ownership().confirm(leg, send, refused);
        }
    }

    /** Asks the store, and does one or the other in the call's mailbox; while the store fails the call is ours. */
    static void confirmed(Call call, Runnable ours, Runnable lost) {
        if (call.calls().ownership().keeper.isFailing()) {
            ours.run();
            return;
        }
        ask(call, "confirm the call", failure -> (call.kept().lost() ? lost : ours).run());
    }

    private void confirm(Leg leg, Runnable send, Consumer<Throwable> refused) {
        if (policy == StoreTrouble.CALLS_FIRST && keeper.isFailing()) {
            send.run();
            return;
        }
        ask(leg.call(), "confirm the lease", failure -> {
            Throwable reason = reasonNotToSend(leg, failure);
            if (reason == null) {
                send.run();
            } else {
                refused.accept(reason);
            }
        });
    }

    /** Asks the store; {@code then} gets its failure, or null, in the call's mailbox. */
    private static void ask(Call call, String decision, Consumer<@Nullable Throwable> then) {
        call.flight().decided(decision, call.kept().id());
        call.kept().confirm().whenComplete((confirmed, failure) -> call.execute(() -> then.accept(failure)));
    }

    private @Nullable Throwable reasonNotToSend(Leg leg, @Nullable Throwable failure) {
        if (leg.call().kept().lost()) {
            return isOursAlone(leg) ? null : new SipException(GONE, "Taken over by another node");
        }
        return policy == StoreTrouble.SAFETY_FIRST ? failure : null;
    }
}
