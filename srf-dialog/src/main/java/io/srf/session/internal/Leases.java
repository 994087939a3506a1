// SPDX-License-Identifier: Apache-2.0
package io.srf.session.internal;

import io.srf.session.SessionOptions;
import io.srf.session.StoreLimits;
import io.srf.time.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Renews the leases of the calls that this node has in the store, in batches.
 *
 * <p>What the store says is not ours is left to its {@link CallWriter}, whose next write finds out what has become of the record. Threads: any
 * may add and remove; one at a time renews, on a thread for stores.
 */
final class Leases {
    /** How often a lease is renewed before it would run out. */
    static final int RENEWALS = 3;

    /** How often a renewal is tried again in the time of a lease, while the store fails. */
    static final int RETRIES = 10;

    private final RecordStore store;
    private final String node;
    private final Duration lease;
    private final StoreThreads threads;
    private final Map<String, CallWriter> held = new ConcurrentHashMap<>();
    private final Set<String> begun = ConcurrentHashMap.newKeySet();
    private final Lock batches = new ReentrantLock();
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile @Nullable Timer next;
    private volatile boolean closed;

    Leases(RecordStore store, String node, SessionOptions options, StoreThreads threads) {
        this.store = store;
        this.node = node;
        this.lease = options.lease();
        this.threads = threads;
    }

    /** The store is asked to make the record of this call, and may do that without our hearing of it. */
    void begins(String id) {
        begun.add(id);
    }

    /** From now on this call's lease is renewed. */
    void add(String id, CallWriter writer) {
        if (held.put(id, writer) == null) {
            begin();
        }
    }

    void remove(String id) {
        held.remove(id);
        begun.remove(id);
    }

    /** Whether this node goes on with this call, though its lease may not be renewed yet. */
    boolean knows(String id) {
        return begun.contains(id) || has(id);
    }

    /** Whether this call's lease is renewed. */
    boolean has(String id) {
        return held.containsKey(id);
    }

    /** The time on which leases are counted; it never goes back. */
    long now() {
        return threads.timers().nanoTime();
    }

    /** Whether a lease that was asked for at this time may have run out. */
    boolean mayBeOver(long askedNanos) {
        return now() - askedNanos >= lease.toNanos();
    }

    void close() {
        closed = true;
        Timer waiting = next;
        if (waiting != null) {
            waiting.cancel();
        }
    }

    /** Ends the leases of all calls; they are renewed no more. Blocks, and throws what the store throws. */
    void giveUp() {
        close();
        batches.lock();
        try {
            inBatches(ids -> store.giveUp(node, ids));
        } finally {
            batches.unlock();
        }
    }

    private void begin() {
        if (!closed && !held.isEmpty() && running.compareAndSet(false, true)) {
            schedule(RENEWALS);
        }
    }

    private void schedule(int perLease) {
        next = threads.timers().schedule(lease.toMillis() / perLease, this::startRound);
        if (closed) {
            close();
        }
    }

    private void startRound() {
        try {
            threads.executor().execute(this::round);
        } catch (RejectedExecutionException noThread) {
            if (!closed) {
                schedule(RETRIES);
            }
        }
    }

    private void round() {
        boolean renewed = renewAll();
        if (held.isEmpty()) {
            running.set(false);
            begin();
        } else if (!closed) {
            schedule(renewed ? RENEWALS : RETRIES);
        }
    }

    /** Returns whether the store has answered. */
    private boolean renewAll() {
        try {
            inBatches(this::renewUnlessClosed);
            return true;
        } catch (RuntimeException failed) {
            return false;
        }
    }

    private void inBatches(Consumer<List<String>> action) {
        List<String> ids = List.copyOf(held.keySet());
        for (int from = 0; from < ids.size(); from += StoreLimits.MAX_BATCH) {
            action.accept(ids.subList(from, Math.min(ids.size(), from + StoreLimits.MAX_BATCH)));
        }
    }

    /** A renewal must not come behind the moment at which leases are given up. */
    private void renewUnlessClosed(List<String> ids) {
        batches.lock();
        try {
            if (!closed) {
                renew(ids);
            }
        } finally {
            batches.unlock();
        }
    }

    private void renew(List<String> ids) {
        long asked = now();
        Set<String> notOurs = store.renew(node, new ArrayList<>(ids));
        for (String id : ids) {
            CallWriter writer = held.get(id);
            if (writer != null && notOurs.contains(id)) {
                writer.verify();
            } else if (writer != null) {
                writer.heldFrom(asked);
            }
        }
    }
}
