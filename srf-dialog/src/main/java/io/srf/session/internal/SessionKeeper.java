// SPDX-License-Identifier: Apache-2.0
package io.srf.session.internal;

import io.srf.session.DialogRecord;
import io.srf.session.SessionOptions;
import io.srf.session.SessionRecord;
import io.srf.session.SessionStore;
import io.srf.session.Stamp;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a node's calls in a store, without making any of them wait for it.
 *
 * <p>A change is written soon after by a writer's thread; what changes meanwhile goes into the call's next write. While the store fails
 * or hangs, calls go on; each waits once to be written, and calls that are over wait within the bound of {@link SessionOptions#maxEnded}. Without a store nothing is done at
 * all.
 *
 * <p>Threads: every method may be called by any thread, and none blocks.
 */
public final class SessionKeeper {
    private final KeeperIds ids;
    private final KeeperEvents events;
    private final @Nullable WriteQueue queue;
    private final @Nullable CallTakeover takeover;

    /**
     * Keeps calls in a store.
     *
     * @param ids of this node and its sessions
     */
    public SessionKeeper(
            SessionStore store,
            KeeperIds ids,
            SessionOptions options,
            StoreThreads threads,
            OwnershipListener listener) {
        this.ids = ids;
        this.events = new KeeperEvents(options.maxEnded(), listener);
        RecordStore records = new RecordStore(store, options, threads.timers(), events.counters());
        Leases leases = new Leases(records, ids.node(), options, threads);
        this.queue = new WriteQueue(records, options, threads, events, leases);
        this.takeover = new CallTakeover(this, records, leases, options, threads);
    }

    private SessionKeeper() {
        this.ids = KeeperIds.of("", new SecureRandom());
        this.events = new KeeperEvents(0, call -> {});
        this.queue = null;
        this.takeover = null;
    }

    /** Keeps nothing: sessions live as long as their calls, in this process. */
    public static SessionKeeper withoutStore() {
        return new SessionKeeper();
    }

    /** This node's id, the owner of its calls. */
    public String node() {
        return ids.node();
    }

    /** A new call; nothing is written before it has a dialog, or its session is saved. */
    public KeptCall open() {
        String id = ids.next();
        return new KeptCall(id, CallDocument.EMPTY, new RecordMachine.State.New(Stamp.first(node())), queue);
    }

    /** A call that this node has just taken over. See {@link #adopt(SessionRecord, long)}. */
    public KeptCall adopt(SessionRecord record) {
        return adopt(record, queue == null ? 0 : queue.leases().now());
    }

    /**
     * A call that this node has taken over.
     *
     * @param record as the takeover returned it
     * @param askedNanos when it was asked for, by the clock of the leases
     * @throws io.srf.session.SnapshotException if its document can not be read
     */
    KeptCall adopt(SessionRecord record, long askedNanos) {
        if (!record.stamp().owner().equals(node())) {
            throw new IllegalArgumentException(
                    "session " + record.id() + " is owned by " + record.stamp().owner() + "; expected: " + node());
        }
        return adopt(record, DocumentCodec.decode(record), askedNanos);
    }

    /** A call that this node has taken over and can not read: what can be read of its dialogs, and an empty session. */
    KeptCall adoptBroken(SessionRecord record, long askedNanos) {
        Map<String, DialogRecord> dialogs = DocumentCodec.readableDialogs(record);
        return adopt(record, new CallDocument(Map.of(), Set.of(), dialogs, Map.of()), askedNanos);
    }

    private KeptCall adopt(SessionRecord record, CallDocument document, long askedNanos) {
        KeptCall call = new KeptCall(record.id(), document, new RecordMachine.State.Kept(record.stamp()), queue);
        call.held(askedNanos);
        return call;
    }

    /** The way to calls of nodes that are gone; null without a store. */
    public @Nullable CallTakeover takeover() {
        return takeover;
    }

    /** Whether the store fails at present. */
    public boolean isFailing() {
        return queue != null && queue.isFailing();
    }

    /**
     * Waits until every call is saved as it then is.
     *
     * @return fails with a {@link io.srf.session.SessionStoreException} if that takes longer
     */
    public CompletableFuture<Void> flush(Duration atMost) {
        return queue == null ? CompletableFuture.completedFuture(null) : queue.flush(atMost.toMillis());
    }

    /**
     * Leaves all calls to other nodes as they were last written: their leases end, and nothing is written any more. {@link #flush} before, to lose
     * nothing.
     *
     * @return fails with a {@link io.srf.session.SessionStoreException} if the store does; other nodes then find the calls by their requests, or
     *     when the leases run out
     */
    public CompletableFuture<Void> giveUp() {
        return queue == null ? CompletableFuture.completedFuture(null) : queue.giveUp();
    }

    /** What was done since the beginning. */
    public KeeperStats stats() {
        return events.counters().stats(queue == null ? 0 : queue.unsaved());
    }

    /** Writes nothing any more; {@link #flush} before, to lose nothing. The store stays open. */
    public void close() {
        if (queue != null) {
            queue.close();
        }
    }
}
