// SPDX-License-Identifier: Apache-2.0
package io.srf.session.internal;

import io.srf.session.DialogRecord;
import io.srf.session.SessionStoreException;
import io.srf.session.Snapshot;
import io.srf.session.StoreResult;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Writes one call to the store: one write at a time, and each with all changes made before it began.
 *
 * <p>Threads: whoever changes the call says {@link #changed} and goes on. Its {@link Turn} then leads it once through the queue; what
 * changes while it is written leads it through again. {@code state} and {@code last} belong to the writer that has the turn.
 */
final class CallWriter {
    /** More writes in a row than any store's answers can ask for. */
    private static final int MAX_ROUNDS = 4;

    private final KeptCall call;
    private final WriteQueue queue;
    private final SharedWait saves;
    private final AtomicReference<Phase> phase;
    private final Turn turn = new Turn();
    private RecordMachine.State state;
    private @Nullable Last last;
    private volatile long heldFrom;
    private volatile boolean doubted;
    /** What the store has, or may have. */
    private volatile CallDocument stored;

    CallWriter(KeptCall call, RecordMachine.State state, WriteQueue queue) {
        this.call = call;
        this.state = state;
        this.queue = queue;
        this.saves = new SharedWait(queue.threads());
        this.stored = state instanceof RecordMachine.State.Kept ? call.document() : CallDocument.EMPTY;
        this.phase = new AtomicReference<>(state instanceof RecordMachine.State.New ? Phase.UNBORN : Phase.LIVE);
    }

    private enum Phase {
        /** Nothing is written yet. */
        UNBORN,
        /** Changes are written. */
        LIVE,
        /** Changes are written until the queue closes, and the record stays for another node. */
        LEFT,
        /** The call is over, and its record is to be removed. */
        ENDING,
        /** Nothing is written any more. */
        ENDED,
        /** Nothing is written any more, because another node does. */
        LOST
    }

    /** From now on changes are written. */
    void begin() {
        if (phase.get() == Phase.UNBORN) {
            phase.compareAndSet(Phase.UNBORN, Phase.LIVE);
        }
    }

    void end() {
        if (queue.isGivenUp()) {
            handOver();
        }
        if (!phase.compareAndSet(Phase.UNBORN, Phase.ENDED) && phase.get() == Phase.LIVE) {
            boolean admitted = queue.events().admitEnded(call);
            boolean ended = phase.compareAndSet(Phase.LIVE, admitted ? Phase.ENDING : Phase.ENDED);
            if (!admitted) {
                queue.leases().remove(call.id());
            }
            if (admitted && !ended) {
                queue.events().endedDone();
            }
        }
        changed();
    }

    /** From now on the end of the call is not our concern. */
    void handOver() {
        phase.compareAndSet(Phase.LIVE, Phase.LEFT);
    }

    /** Whether it was left to another node, or one has taken it. Called by any thread. */
    boolean isElsewhere() {
        Phase now = phase.get();
        return now == Phase.LEFT || now == Phase.LOST || (now == Phase.LIVE && queue.isGivenUp());
    }

    /** Whether the store may know of this dialog that it is up. Called by any thread. */
    boolean mayHaveConfirmed(String dialogId) {
        DialogRecord dialog = stored.dialogs().get(dialogId);
        return dialog != null && dialog.progress().state() == DialogRecord.State.CONFIRMED;
    }

    boolean lost() {
        return phase.get() == Phase.LOST;
    }

    /** The store has confirmed that the call is ours; it was asked at this time. Called by any thread. */
    void heldFrom(long askedNanos) {
        heldFrom = askedNanos;
    }

    /** Whether the lease may have run out, so that another node could have the call. Called by any thread. */
    boolean mayBeLost() {
        Phase now = phase.get();
        return now == Phase.LOST
                || (queue.leases().mayBeOver(heldFrom)
                        && now == Phase.LIVE
                        && queue.leases().has(call.id()));
    }

    /** The store says that the record is not ours, or not there: the next write finds out. Called by any thread. */
    void verify() {
        doubted = true;
        changed();
    }

    CompletableFuture<Void> save() {
        Duration limit = queue.options().saveTimeout();
        CompletableFuture<Void> done = saves.join(
                limit.toMillis(), () -> "session " + call.id() + " was not saved within " + limit + "; saving goes on");
        begin();
        changed();
        queue.hurry();
        return done;
    }

    /** What was changed is written at once, if that is possible. */
    void hurry() {
        queue.hurry(this);
    }

    void changed() {
        switch (phase.get()) {
            case UNBORN -> {}
            case LIVE, LEFT, ENDING -> {
                if (turn.ask()) {
                    queue.offer(this);
                }
            }
            case ENDED, LOST -> saves.settle(saves.take(), reasonNotSaved());
        }
    }

    /** The queue is closed, and takes no call. */
    void turnedAway(SessionStoreException reason) {
        turn.giveUp();
        saves.settle(saves.take(), reason);
    }

    /**
     * Brings the record in the store up to date. A writer calls this when the call's turn has come.
     *
     * <p>What the store throws is thrown on; the call then needs another turn, too.
     *
     * @return whether it changed meanwhile and needs another turn
     */
    boolean write(RecordStore store) {
        turn.begin();
        CompletableFuture<Void> covered = saves.take();
        try {
            saves.settle(covered, update(store));
        } catch (Throwable e) {
            saves.settle(covered, notSaved(e));
            call.wrote("write", String.valueOf(e.getMessage()));
            turn.again();
            throw e;
        } finally {
            leaveIfOver();
        }
        return turn.finish();
    }

    /** A call may have ended while its record was being made, and then be held again. */
    private void leaveIfOver() {
        Phase now = phase.get();
        if (now == Phase.ENDED || now == Phase.LOST) {
            queue.leases().remove(call.id());
        }
    }

    /** Returns why the call can not be saved, or null if it is. */
    private @Nullable SessionStoreException update(RecordStore store) {
        Phase now = phase.get();
        if (now == Phase.ENDING) {
            delete(store);
        }
        if (now != Phase.LIVE && now != Phase.LEFT) {
            return reasonNotSaved();
        }
        if (doubted) {
            doubted = false;
            last = null;
        }
        CallDocument document = call.document();
        if (last == null || !last.document().equals(document)) {
            last = new Last(document, write(store, document));
        }
        return last.failure();
    }

    private @Nullable SessionStoreException write(RecordStore store, CallDocument document) {
        Snapshot snapshot;
        try {
            snapshot = DocumentCodec.encode(document);
        } catch (RuntimeException e) {
            queue.events().unsavable(call, e);
            return notSaved(e);
        }
        put(store, document, snapshot);
        return reasonNotSaved();
    }

    private void put(RecordStore store, CallDocument document, Snapshot snapshot) {
        follow(RecordMachine.save(state));
        for (int round = 1; state.asksForPut(); round++) {
            if (round > MAX_ROUNDS) {
                throw new IllegalStateException("the store contradicts itself about session " + call.id());
            }
            if (state instanceof RecordMachine.State.Creating) {
                queue.leases().begins(call.id());
            }
            long asked = queue.leases().now();
            CallDocument before = stored;
            stored = document;
            StoreResult result = store.put(state, call.id(), snapshot);
            if (result instanceof StoreResult.Written) {
                held(asked);
            } else {
                stored = before;
            }
            call.wrote(
                    state instanceof RecordMachine.State.Creating ? "create" : "update",
                    result.getClass().getSimpleName());
            follow(RecordMachine.answer(state, result));
        }
    }

    /** The record is ours and in the store. */
    void held(long askedNanos) {
        heldFrom = askedNanos;
        queue.leases().add(call.id(), this);
    }

    private void delete(RecordStore store) {
        follow(RecordMachine.end(state));
        if (state instanceof RecordMachine.State.Deleting deleting) {
            StoreResult result = store.delete(deleting.stamp(), call.id());
            call.wrote("delete", result.getClass().getSimpleName());
            follow(RecordMachine.answer(state, result));
        }
    }

    private void follow(RecordMachine.Step step) {
        state = step.state();
        queue.events().counters().count(step.note());
        if (state instanceof RecordMachine.State.Lost) {
            finish(Phase.LOST);
            queue.events().lost(call);
        } else if (state instanceof RecordMachine.State.Ended) {
            finish(Phase.ENDED);
        }
    }

    private void finish(Phase last) {
        queue.leases().remove(call.id());
        if (phase.getAndSet(last) == Phase.ENDING) {
            queue.events().endedDone();
        }
    }

    private @Nullable SessionStoreException reasonNotSaved() {
        return phase.get() == Phase.LOST
                ? new SessionStoreException("session " + call.id() + " was taken over by another node")
                : null;
    }

    private SessionStoreException notSaved(Throwable cause) {
        return new SessionStoreException("session " + call.id() + " is not saved: " + cause.getMessage(), cause);
    }

    /**
     * What was last written, or could not be.
     *
     * @param failure null if it was written
     */
    private record Last(CallDocument document, @Nullable SessionStoreException failure) {}
}
