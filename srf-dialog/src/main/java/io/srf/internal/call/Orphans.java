// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.app.Agent;
import io.srf.internal.call.OrphanShare.End;
import io.srf.session.internal.CallTakeover;
import io.srf.time.Timer;
import io.srf.time.Timers;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks now and then for calls whose nodes are gone, and takes its share of them.
 *
 * <p>Survivors do not talk to each other. All see the orphans in the same order; each begins at a place of its own and goes on from there, until it comes to
 * where another has begun. Then it looks anew. The store decides who gets which. Threads: looks on a thread for stores, one look at a time.
 */
final class Orphans {
    /** How often in the time of a lease it looks. */
    static final int LOOKS_PER_LEASE = 10;

    /** How long it waits before it looks again because others were faster. */
    static final long PAUSE_MILLIS = 100;

    /** How many orphans it knows of at a time. */
    static final int MAX_SEEN = 10_000;

    /** By which part of the time between two looks it varies. */
    private static final double JITTER = 0.25;

    private static final Logger LOG = LoggerFactory.getLogger(Orphans.class);

    private final Calls calls;
    private final CallTakeover takeover;
    private final Timers timers;
    private final RandomGenerator random;
    private final Supplier<List<Agent>> links;
    private volatile @Nullable OrphanShare share;
    private volatile @Nullable Timer next;
    private volatile boolean closed;

    Orphans(Calls calls, CallTakeover takeover, Supplier<List<Agent>> links) {
        this.calls = calls;
        this.takeover = takeover;
        this.timers = calls.timers();
        this.random = calls.random();
        this.links = links;
    }

    /** Looks from now on. */
    void begin() {
        double times = 1 - JITTER + 2 * JITTER * random.nextDouble();
        schedule((long) (times * takeover.lease().toMillis() / LOOKS_PER_LEASE));
    }

    /** Takes no more calls. */
    void close() {
        closed = true;
        Timer waiting = next;
        if (waiting != null) {
            waiting.cancel();
        }
        OrphanShare taking = share;
        if (taking != null) {
            taking.stop();
        }
    }

    private void schedule(long millis) {
        if (!closed) {
            next = timers.schedule(millis, this::look);
            if (closed) {
                close();
            }
        }
    }

    private void look() {
        try {
            takeover.execute(this::takeShare);
        } catch (RejectedExecutionException noThread) {
            begin();
        }
    }

    private void takeShare() {
        List<String> found = links.get().isEmpty() ? List.of() : found();
        if (found.isEmpty()) {
            begin();
            return;
        }
        OrphanShare taking = new OrphanShare(calls, takeover, links);
        share = taking;
        if (closed) {
            close();
        }
        taking.take(found).thenAccept(this::taken);
    }

    /** In the order that all survivors see, beginning anywhere. */
    private List<String> found() {
        try {
            List<String> found = takeover.expired(MAX_SEEN);
            Collections.sort(found);
            Collections.rotate(found, found.isEmpty() ? 0 : random.nextInt(found.size()));
            return found;
        } catch (RuntimeException e) {
            LOG.debug("the store cannot say which calls are orphans", e);
            return List.of();
        }
    }

    private void taken(End end) {
        share = null;
        switch (end) {
            case SOME_TAKEN -> look();
            case OTHERS_TOOK -> schedule(PAUSE_MILLIS);
            case ALL_TRIED, STOPPED -> begin();
        }
    }
}
