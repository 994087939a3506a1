// SPDX-License-Identifier: Apache-2.0
package io.srf.session.internal;

import io.srf.session.DialogRecord;
import io.srf.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One call as far as it is kept: its session and the records of its dialogs.
 *
 * <p>Every change is written to the store soon after, beginning with the first dialog or the first {@link #save}. Without a store nothing is
 * written, and dialogs are not remembered.
 *
 * <p>Threads: every method may be called by any thread, and none blocks.
 */
public final class KeptCall {
    /** What the names of timers begin with that no application sets. */
    public static final String OWN_TIMERS = "srf.";

    /** Of a call that never changed hands. */
    private static final long FIRST_FENCE = 1;

    private final String id;
    private final long fence;
    private final AtomicInteger users = new AtomicInteger();
    private final @Nullable CallWriter writer;
    private final AtomicReference<CallDocument> document;
    private final Session session = new CallSession(this);
    private volatile TimerHost timerHost = TimerHost.NONE;
    private volatile BiConsumer<String, Object> writes = (write, outcome) -> {};

    /** A call that is written by this queue's writers, or by none. */
    KeptCall(String id, CallDocument document, RecordMachine.State state, @Nullable WriteQueue queue) {
        this.id = id;
        this.document = new AtomicReference<>(document);
        this.fence =
                state instanceof RecordMachine.State.Kept kept ? kept.stamp().fence() : FIRST_FENCE;
        this.writer = queue == null ? null : new CallWriter(this, state, queue);
    }

    /** Identifies the call, and its record in the store. */
    public String id() {
        return id;
    }

    /** The Call-ID of one of its dialogs, which its log lines carry; its own id as long as it has none. */
    public String callId() {
        Iterator<DialogRecord> known = dialogs().values().iterator();
        return known.hasNext() ? known.next().ids().callId() : id;
    }

    /** Grows each time the call changes hands. */
    public long fence() {
        return fence;
    }

    /** Whether it is kept in a store, so that nodes can take it from each other. */
    public boolean isStored() {
        return writer != null;
    }

    /** Somebody needs it from now on, until {@link #leave}. */
    public void join() {
        users.incrementAndGet();
    }

    /** Somebody needs it no more; when the last one leaves, it ends. */
    public void leave() {
        if (users.decrementAndGet() == 0) {
            end();
        }
    }

    /** What the application knows about the call. */
    public Session session() {
        return session;
    }

    /** The records of its dialogs by dialog id, as they were last put or loaded. */
    public Map<String, DialogRecord> dialogs() {
        return document().dialogs();
    }

    /** Remembers a dialog as it now is, in place of what was known of it. */
    public void put(DialogRecord dialog) {
        if (writer != null) {
            writer.begin();
            edit(now -> now.withDialog(dialog));
        }
    }

    /** Forgets a dialog that is over while the call goes on. */
    public void remove(String dialogId) {
        if (writer != null) {
            edit(now -> now.withoutDialog(dialogId));
        }
    }

    /** The call is over: its record is removed. What changes afterwards is not saved. */
    public void end() {
        if (writer != null) {
            writer.end();
            writer.hurry();
        }
    }

    /** What was changed until now is written at once if that is possible, and not gathered with what follows. */
    public void hurry() {
        if (writer != null) {
            writer.hurry();
        }
    }

    /** Waits for what was changed until now, as {@link Session#save} says. */
    public CompletableFuture<Void> save() {
        return writer == null ? CompletableFuture.completedFuture(null) : writer.save();
    }

    /** Whether another node has taken the call over, so that this one must neither write nor send for it any more. */
    public boolean lost() {
        return writer != null && writer.lost();
    }

    /**
     * Leaves the call to another node: what was changed is written, and the record stays when nobody here needs the call any more. See {@link
     * SessionKeeper#giveUp}.
     */
    public void handOver() {
        if (writer != null) {
            writer.handOver();
        }
    }

    /** Whether it was left to another node, or one has taken it: whatever becomes of it becomes of it there. */
    public boolean isElsewhere() {
        return writer != null && writer.isElsewhere();
    }

    /**
     * Whether whoever has the call goes on with this dialog, as far as it is not ours: one that the store did not know to be up when another node took the call is
     * forgotten there.
     */
    public boolean goesOnElsewhere(String dialogId) {
        return writer != null && writer.isElsewhere() && (!writer.lost() || writer.mayHaveConfirmed(dialogId));
    }

    /** Asks the store whether the call is still ours, by writing it. See {@link #save} and {@link #lost}. */
    public CompletableFuture<Void> confirm() {
        if (writer == null) {
            return CompletableFuture.completedFuture(null);
        }
        writer.verify();
        return writer.save();
    }

    /** Whether another node has it, or could have it without our knowing because its lease may have run out. */
    public boolean mayBeLost() {
        return writer != null && writer.mayBeLost();
    }

    /** The call is in the store and ours; the store was asked at this time. */
    void held(long askedNanos) {
        if (writer != null) {
            writer.held(askedNanos);
        }
    }

    /** Tells of each write to the store how it ended, on the writer's thread; one listener at a time. */
    public void onWrite(BiConsumer<String, Object> listener) {
        writes = listener;
    }

    /** The timers of its session that have not gone off, by name. */
    public Map<String, Instant> timers() {
        return document().timers();
    }

    /** Sets a timer of its session, or sets it anew. */
    public void timer(String name, Duration after) {
        Instant due = timerHost.now().plus(after).truncatedTo(ChronoUnit.MILLIS);
        edit(now -> checkTimers(now.withTimer(name, due)));
        timerHost.changed();
    }

    void cancelTimer(String name) {
        edit(now -> now.withoutTimer(name));
        timerHost.changed();
    }

    private static CallDocument checkTimers(CallDocument document) {
        if (document.timers().size() > Session.MAX_TIMERS) {
            throw new IllegalArgumentException(
                    document.timers().size() + " timers of a session; expected: at most " + Session.MAX_TIMERS);
        }
        return document;
    }

    /** A timer goes off: it is forgotten. False if it is not there any more, or was set anew. */
    public boolean takeTimer(String name, Instant due) {
        if (!due.equals(timers().get(name))) {
            return false;
        }
        edit(now -> now.withoutTimer(name));
        return true;
    }

    /** Who makes its timers go off. */
    public void timersOn(TimerHost host) {
        timerHost = host;
    }

    void wrote(String write, Object outcome) {
        writes.accept(write, outcome);
    }

    CallDocument document() {
        return document.get();
    }

    void edit(UnaryOperator<CallDocument> change) {
        document.updateAndGet(change);
        if (writer != null) {
            writer.changed();
        }
    }
}
