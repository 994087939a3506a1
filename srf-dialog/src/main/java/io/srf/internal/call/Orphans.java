// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.app.Agent;
import io.srf.internal.call.Recovering.Aim;
import io.srf.session.SnapshotException;
import io.srf.session.internal.CallTakeover;
import io.srf.session.internal.CallTakeover.Heir;
import io.srf.session.internal.KeptCall;
import io.srf.time.Timer;
import io.srf.time.Timers;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks now and then for calls whose nodes are gone, and takes its share of them.
 *
 * <p>Survivors do not talk to each other: each goes through the orphans in an order of its own, a bounded number at a time, and the store decides
 * who gets which. Threads: looks on a thread for stores, one look at a time.
 */
final class Orphans {
    /** How often in the time of a lease it looks. */
    static final int LOOKS_PER_LEASE = 3;

    /** How many calls it takes at a time, so that the others have time for theirs. */
    static final int PORTION = 100;

    /** How long it waits between two portions. */
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
    private List<String> seen = List.of();
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

    void close() {
        closed = true;
        Timer waiting = next;
        if (waiting != null) {
            waiting.cancel();
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
        } catch (RejectedExecutionException shutDown) {
            close();
        }
    }

    private void takeShare() {
        boolean more = false;
        try {
            more = !links.get().isEmpty() && takeSome();
        } catch (RuntimeException e) {
            seen = List.of();
            LOG.debug("the store cannot say which calls are orphans", e);
        }
        if (more) {
            schedule(PAUSE_MILLIS);
        } else {
            begin();
        }
    }

    /** Returns whether there are more. */
    private boolean takeSome() {
        if (seen.isEmpty()) {
            seen = takeover.expired(MAX_SEEN);
            Collections.shuffle(seen, Random.from(random));
        }
        int portion = Math.min(seen.size(), PORTION);
        for (String id : seen.subList(0, portion)) {
            List<Agent> connected = links.get();
            if (closed || connected.isEmpty()) {
                return false;
            }
            takeover.takeExpired(id, heir(connected));
        }
        seen = List.copyOf(seen.subList(portion, seen.size()));
        return !seen.isEmpty();
    }

    private Heir heir(List<Agent> connected) {
        return new Heir() {
            @Override
            public void restore(KeptCall call) {
                Recovering.start(calls, call, connected, Aim.GO_ON);
            }

            @Override
            public void close(KeptCall call, SnapshotException reason) {
                Recovering.start(calls, call, connected, Aim.CLOSE);
            }
        };
    }
}
