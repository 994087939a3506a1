// SPDX-License-Identifier: Apache-2.0
package io.srf.session.internal;

import io.srf.session.SessionOptions;
import io.srf.session.SessionStoreException;
import io.srf.time.Timer;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Calls that wait to be written, and the few writers that do it.
 *
 * <p>Threads: anyone may offer a call, and only adds it. A tick of the timers starts a writer, which takes call after call until none waits, and
 * ends. While calls still wait at the next tick, another writer joins, up to {@link SessionOptions#writers}: so a fast store has one, and a
 * slow one has many. A failed write pauses all writers; then one goes first, and the others follow if it succeeds.
 */
final class WriteQueue {
    /** How long changes are gathered before a writer starts, and until another joins it. */
    static final long TICK_MILLIS = 10;

    /** The same where the records die with the process: most short calls are over by then and never written. */
    static final long RELAXED_TICK_MILLIS = 1_000;

    /** With more calls than this waiting none is written out of turn. */
    private static final int MAX_HURRIED = 100;

    private final RecordStore store;
    private final SessionOptions options;
    private final StoreThreads threads;
    private final KeeperEvents events;
    private final Leases leases;
    private final long tickMillis;
    private final Queue<CallWriter> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger unsaved = new AtomicInteger();
    private final AtomicInteger writers = new AtomicInteger();
    private final AtomicBoolean paused = new AtomicBoolean();
    private final AtomicBoolean ticking = new AtomicBoolean();
    private final SharedWait flushes;
    private volatile @Nullable Timer pause;
    private volatile boolean closed;
    private volatile boolean givenUp;

    WriteQueue(RecordStore store, SessionOptions options, StoreThreads threads, KeeperEvents events, Leases leases) {
        this.store = store;
        this.options = options;
        this.threads = threads;
        this.events = events;
        this.leases = leases;
        this.tickMillis = store.outlivesProcess() ? TICK_MILLIS : RELAXED_TICK_MILLIS;
        this.flushes = new SharedWait(threads);
    }

    SessionOptions options() {
        return options;
    }

    StoreThreads threads() {
        return threads;
    }

    KeeperEvents events() {
        return events;
    }

    /** Whether the store fails at present. */
    boolean isFailing() {
        return store.health().failing();
    }

    Leases leases() {
        return leases;
    }

    /** Calls that wait or are being written. */
    int unsaved() {
        return unsaved.get();
    }

    /** Takes a call whose turn has come. While it lives it waits here at most once. */
    void offer(CallWriter writer) {
        unsaved.incrementAndGet();
        add(writer);
        nextTick();
    }

    /** Somebody waits for what was offered: it is not gathered any longer. */
    void hurry() {
        startWriter();
    }

    /**
     * Writes this call at once, if the store would keep it, answers, and a writer is free: what has just happened to it would be missed most.
     */
    void hurry(CallWriter writer) {
        int now = writers.get();
        boolean free =
                store.outlivesProcess() && !paused.get() && !store.health().failing() && now < options.writers();
        if (free && unsaved.get() <= MAX_HURRIED && writers.compareAndSet(now, now + 1)) {
            if (!waiting.remove(writer)) {
                writerEnds();
            } else if (!begins(() -> {
                write(writer);
                writerEnds();
            })) {
                add(writer);
            }
        }
    }

    /** Completes when no call waits, or fails when that takes too long. */
    CompletableFuture<Void> flush(long timeoutMillis) {
        CompletableFuture<Void> done =
                flushes.join(timeoutMillis, () -> unsaved.get() + " calls still wait to be saved");
        hurry();
        checkFlushed();
        return done;
    }

    /** Writes nothing more. Writes that have begun end by themselves. */
    void close() {
        closed = true;
        leases.close();
        paused.set(true);
        Timer timer = pause;
        if (timer != null) {
            timer.cancel();
        }
        turnAwayAll();
    }

    /** Leaves all calls to other nodes: writes nothing more, and gives up the leases. Fails as the store does. */
    CompletableFuture<Void> giveUp() {
        givenUp = true;
        close();
        return CompletableFuture.runAsync(leases::giveUp, threads.executor());
    }

    /** Whether all calls were left to other nodes. */
    boolean isGivenUp() {
        return givenUp;
    }

    private void nextTick() {
        if (!closed && ticking.compareAndSet(false, true)) {
            threads.timers().schedule(tickMillis, this::tick);
        }
    }

    private void tick() {
        ticking.set(false);
        if (!waiting.isEmpty() && !paused.get()) {
            startWriter();
            if (unsaved.get() > writers.get()) {
                nextTick();
            }
        }
    }

    private void startWriter() {
        int now = writers.get();
        int allowed = store.health().failing() ? 1 : options.writers();
        if (!paused.get() && now < allowed && writers.compareAndSet(now, now + 1)) {
            begins(this::writeAll);
        }
    }

    /** Has a writer begin, or another one later if there is no thread for it now. */
    private boolean begins(Runnable writer) {
        try {
            threads.executor().execute(writer);
            return true;
        } catch (RejectedExecutionException noThread) {
            writers.decrementAndGet();
            nextTick();
            return false;
        }
    }

    private void writeAll() {
        CallWriter next;
        while (!paused.get() && (next = waiting.poll()) != null) {
            write(next);
        }
        writerEnds();
    }

    private void writerEnds() {
        writers.decrementAndGet();
        if (!waiting.isEmpty()) {
            nextTick();
        }
    }

    private void write(CallWriter writer) {
        boolean again;
        try {
            again = writer.write(store);
        } catch (Throwable e) {
            failed(writer, e);
            return;
        }
        if (again) {
            add(writer);
        } else {
            done();
        }
    }

    private void failed(CallWriter writer, Throwable e) {
        events.counters().failures.increment();
        if (!closed && paused.compareAndSet(false, true)) {
            long millis = store.health().failed(e, unsaved.get());
            pause = threads.timers().schedule(millis, this::resume);
        }
        add(writer);
    }

    private void resume() {
        paused.set(false);
        startWriter();
        nextTick();
    }

    private void add(CallWriter writer) {
        waiting.add(writer);
        if (closed) {
            turnAwayAll();
        }
    }

    private void turnAwayAll() {
        CallWriter next;
        while ((next = waiting.poll()) != null) {
            done();
            next.turnedAway(new SessionStoreException("sessions are not saved any more here"));
        }
    }

    private void done() {
        if (unsaved.decrementAndGet() == 0) {
            checkFlushed();
        }
    }

    private void checkFlushed() {
        if (unsaved.get() == 0) {
            flushes.settle(flushes.take(), null);
        }
    }
}
