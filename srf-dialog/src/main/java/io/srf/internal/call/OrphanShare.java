// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.app.Agent;
import io.srf.internal.call.Recovering.Aim;
import io.srf.session.internal.CallTakeover;
import io.srf.session.internal.CallTakeover.Heir;
import io.srf.session.internal.CallTakeover.Outcome;
import io.srf.session.internal.KeptCall;
import io.srf.time.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes calls whose nodes are gone, a portion at a time: as many as the store is asked for at once, and the next when those go on. So the engine
 * is told of a bounded number at a time, and a node takes as many as it can cope with. Stops where another survivor has been. May be used by any thread.
 */
final class OrphanShare {
    /** How many calls are taken at a time. */
    static final int PORTION = 100;

    /** How many portions are under way at a time: while the calls of one are told to the engine, the store is asked for the other. */
    static final int AT_ONCE = 2;

    /** How long the next portion waits for the calls of one: an application or an engine may not answer for some of them. */
    static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(OrphanShare.class);

    private final Calls calls;
    private final CallTakeover takeover;
    private final Supplier<List<Agent>> links;
    private final Queue<List<String>> portions = new ConcurrentLinkedQueue<>();
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicInteger lanes = new AtomicInteger(AT_ONCE);
    private final CompletableFuture<End> end = new CompletableFuture<>();
    private volatile End how = End.ALL_TRIED;

    OrphanShare(Calls calls, CallTakeover takeover, Supplier<List<Agent>> links) {
        this.calls = calls;
        this.takeover = takeover;
        this.links = links;
    }

    /** How it ended. */
    enum End {
        /** Calls were taken, and there may be more. */
        SOME_TAKEN,
        /** Another survivor was faster. */
        OTHERS_TOOK,
        /** None could be taken. */
        ALL_TRIED,
        /** The store failed, no engine is connected any more, or this node takes no more calls. */
        STOPPED
    }

    /** Takes these calls, or as many of them as others leave. */
    CompletableFuture<End> take(List<String> ids) {
        for (int from = 0; from < ids.size(); from += PORTION) {
            portions.add(ids.subList(from, Math.min(ids.size(), from + PORTION)));
        }
        for (int lane = 0; lane < AT_ONCE; lane++) {
            next();
        }
        return end;
    }

    /** Takes no further portion. */
    void stop() {
        how = End.STOPPED;
        portions.clear();
    }

    private void next() {
        try {
            takeover.execute(this::takePortion);
        } catch (RejectedExecutionException shutDown) {
            stop();
            laneEnds();
        }
    }

    private void laneEnds() {
        if (lanes.decrementAndGet() == 0) {
            end.complete(how != End.STOPPED && taken.get() > 0 ? End.SOME_TAKEN : how);
        }
    }

    private void takePortion() {
        List<Agent> connected = links.get();
        List<String> portion = connected.isEmpty() || how == End.STOPPED ? null : portions.poll();
        if (portion == null) {
            laneEnds();
            return;
        }
        Restoring restoring = new Restoring(connected);
        try {
            met(takeover.takeExpired(portion, restoring));
        } catch (RuntimeException e) {
            LOG.debug("the store cannot say which orphans are ours", e);
            stop();
        }
        taken.addAndGet(restoring.restored.size());
        restoring.whenDone(this::next);
    }

    /** Where others have been they are ahead of us: there is nothing to take before we have looked anew. */
    private void met(Map<Outcome, Integer> outcomes) {
        int others = outcomes.getOrDefault(Outcome.ANOTHER_NODE, 0) + outcomes.getOrDefault(Outcome.UNKNOWN, 0);
        int ours = outcomes.getOrDefault(Outcome.TAKEN, 0);
        if (others > ours) {
            how = how == End.STOPPED ? how : End.OTHERS_TOOK;
            portions.clear();
        }
    }

    /** Calls that have just been taken, and are told to the engines and to the application. */
    private final class Restoring implements Heir {
        private final List<Agent> engines;
        private final List<CompletableFuture<Void>> restored = new ArrayList<>();

        Restoring(List<Agent> engines) {
            this.engines = engines;
        }

        @Override
        public void restore(KeptCall call) {
            restored.add(Recovering.start(calls, call, engines, Aim.GO_ON));
        }

        @Override
        public void close(KeptCall call, Set<String> unread) {
            restored.add(Recovering.close(calls, call, engines, unread));
        }

        /** Goes on when they are done, or after a while. */
        void whenDone(Runnable then) {
            CompletableFuture<Void> all = CompletableFuture.allOf(restored.toArray(CompletableFuture[]::new));
            if (all.isDone()) {
                then.run();
                return;
            }
            Timer patience = calls.timers().schedule(PATIENCE.toMillis(), () -> all.complete(null));
            all.thenRun(() -> {
                patience.cancel();
                then.run();
            });
        }
    }
}
