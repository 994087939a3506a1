// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.log.CallLogger;
import io.srf.session.internal.CallTakeover;
import io.srf.session.internal.CallTakeover.Outcome;
import io.srf.session.internal.DialogName;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the store for dialogs that this node does not know. What comes in a dialog meanwhile waits behind the first, in order. May be used by any
 * thread; none waits.
 */
final class Lookups {
    /** How much may wait for the store at a time; what is more is refused. */
    static final int MAX_WAITING = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(Lookups.class);

    private final CallTakeover takeover;
    private final Map<String, Queue<Consumer<Outcome>>> waiting = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();

    Lookups(CallTakeover takeover) {
        this.takeover = takeover;
    }

    /** Waits behind a look-up that is under way; false if there is none, or no room. */
    boolean join(String dialogId, Consumer<Outcome> then) {
        return !waiting.isEmpty() && waiting.computeIfPresent(dialogId, (id, queue) -> with(queue, then)) != null;
    }

    private Queue<Consumer<Outcome>> with(Queue<Consumer<Outcome>> queue, Consumer<Outcome> then) {
        count.incrementAndGet();
        queue.add(then);
        return queue;
    }

    /**
     * Takes over the call of a dialog, if the store knows it.
     *
     * @param then hears what came of it, on a thread for stores or on this one
     */
    void ask(DialogName dialog, CallTakeover.Heir heir, Consumer<Outcome> then) {
        if (count.get() >= MAX_WAITING) {
            then.accept(Outcome.NO_ANSWER);
            return;
        }
        AtomicBoolean first = new AtomicBoolean();
        waiting.compute(dialog.dialogId(), (id, before) -> {
            first.set(before == null);
            return with(before == null ? new ArrayDeque<>(1) : before, then);
        });
        if (first.get()) {
            start(dialog, heir);
        }
    }

    private void start(DialogName dialog, CallTakeover.Heir heir) {
        try {
            takeover.execute(() -> settle(dialog.dialogId(), look(dialog, heir)));
        } catch (RejectedExecutionException shutDown) {
            settle(dialog.dialogId(), Outcome.NO_ANSWER);
        }
    }

    private Outcome look(DialogName dialog, CallTakeover.Heir heir) {
        try {
            return takeover.take(dialog, heir);
        } catch (Throwable e) {
            CallLogger.debug(
                    LOG,
                    dialog.callId(),
                    "the store cannot say whose dialog {} is: {}",
                    dialog.dialogId(),
                    e.toString());
            return Outcome.NO_ANSWER;
        }
    }

    /** Tells those who wait, in order; who comes while they are told waits behind them. */
    private void settle(String dialogId, Outcome outcome) {
        Consumer<Outcome> next;
        while ((next = next(dialogId)) != null) {
            next.accept(outcome);
        }
    }

    private @Nullable Consumer<Outcome> next(String dialogId) {
        Queue<Consumer<Outcome>> first = new ArrayDeque<>(1);
        waiting.computeIfPresent(dialogId, (id, queue) -> {
            Consumer<Outcome> head = queue.poll();
            if (head == null) {
                return null;
            }
            count.decrementAndGet();
            first.add(head);
            return queue;
        });
        return first.poll();
    }
}
