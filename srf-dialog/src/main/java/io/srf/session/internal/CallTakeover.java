// SPDX-License-Identifier: Apache-2.0
package io.srf.session.internal;

import io.srf.log.CallLogger;
import io.srf.session.Claim;
import io.srf.session.DialogRecord;
import io.srf.session.IdPage;
import io.srf.session.SessionOptions;
import io.srf.session.SessionRecord;
import io.srf.session.SnapshotException;
import io.srf.session.Stamp;
import io.srf.session.StoreLimits;
import io.srf.session.StoreResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes calls over in the store from nodes that are gone.
 *
 * <p>Its methods block and throw {@link io.srf.session.SessionStoreException} when the store does; they are for threads that call stores. One
 * call is taken over by one thread of this node at a time, and whoever comes later finds it restored.
 */
public final class CallTakeover {
    private static final Logger LOG = LoggerFactory.getLogger(CallTakeover.class);

    /** Calls of which the store has not said whether they are ours, because it failed: so many are remembered. */
    private static final int MAX_UNCERTAIN = 10_000;

    private final SessionKeeper keeper;
    private final RecordStore store;
    private final Leases leases;
    private final Duration lease;
    private final StoreWork work;
    private final CallLocks locks = new CallLocks();
    private final Set<String> uncertain = ConcurrentHashMap.newKeySet();

    CallTakeover(SessionKeeper keeper, RecordStore store, Leases leases, SessionOptions options, StoreThreads threads) {
        this.keeper = keeper;
        this.store = store;
        this.leases = leases;
        this.lease = options.lease();
        this.work = new StoreWork(threads.executor(), options.writers());
    }

    /** How long a node holds a call after it last said so. */
    public Duration lease() {
        return lease;
    }

    /**
     * Runs a task, which must not throw, where it may call the methods below; does not block.
     *
     * @throws java.util.concurrent.RejectedExecutionException if the threads are shut down
     */
    public void execute(Runnable task) {
        work.execute(task);
    }

    /** What came of an attempt. */
    public enum Outcome {
        /** The call is ours, and was handed over. */
        TAKEN,
        /** It is ours, but nobody can read it; what of it could be read was handed over to be closed. */
        UNREADABLE,
        /** It was ours already. */
        OURS,
        /** Another node has it. */
        ANOTHER_NODE,
        /** Another node has it, and goes on with it at another engine. */
        ELSEWHERE,
        /** There is no such call. */
        UNKNOWN,
        /** The store could not be asked. */
        NO_ANSWER
    }

    /** Goes on with a call that was taken over, before any other thread of this node finds it as ours. */
    public interface Heir {
        /** Whether the owner of this dialog goes on with it at another engine, so that it must not be taken before its lease has run out. May block. */
        default boolean isElsewhere(DialogRecord dialog) {
            return false;
        }

        /** The call is ours, and nothing runs for it yet. Must not block. */
        void restore(KeptCall call);

        /**
         * The call is ours, but its document is broken or too new: these dialogs of it could be read. Must not block.
         *
         * @param unread ids of its dialogs that could not
         */
        void close(KeptCall call, Set<String> unread);
    }

    /** Takes over the call that this dialog is of, though its lease may still run, unless the heir knows of its owner. */
    public Outcome take(DialogName dialog, Heir heir) {
        SessionRecord record = find(dialog);
        if (record == null) {
            return Outcome.UNKNOWN;
        }
        return isElsewhere(record, dialog, heir) ? takeIfLeft(record, heir) : takeDespiteLease(record, heir);
    }

    private boolean isElsewhere(SessionRecord record, DialogName dialog, Heir heir) {
        return !isOurs(record.stamp())
                && DocumentCodec.readableDialogs(record).values().stream()
                        .filter(known -> dialog.names(known.ids()))
                        .anyMatch(heir::isElsewhere);
    }

    private Outcome takeDespiteLease(SessionRecord record, Heir heir) {
        return take(
                record, Claim.despiteLease(keeper.node(), lease, record.stamp().fence()), heir);
    }

    private Outcome takeIfLeft(SessionRecord record, Heir heir) {
        Outcome outcome = take(record, Claim.whenExpired(keeper.node(), lease), heir);
        return outcome == Outcome.ANOTHER_NODE ? Outcome.ELSEWHERE : outcome;
    }

    /** By the name of the dialog; if that is the name of another branch of the same fork, or of none, by Call-ID. */
    private @Nullable SessionRecord find(DialogName dialog) {
        SessionRecord named = first(store.findByKey(SessionKeys.dialog(dialog.dialogId())), dialog);
        return named != null || dialog.localTag().isEmpty()
                ? named
                : first(store.findByKey(SessionKeys.callId(dialog.callId())), dialog);
    }

    private static @Nullable SessionRecord first(List<SessionRecord> records, DialogName dialog) {
        for (SessionRecord record : records) {
            if (isOf(record, dialog)) {
                return record;
            }
        }
        return null;
    }

    private static boolean isOf(SessionRecord record, DialogName dialog) {
        return DocumentCodec.readableDialogs(record).values().stream().anyMatch(known -> dialog.names(known.ids()))
                || (isUnreadable(record) && record.snapshot().keys().contains(SessionKeys.dialog(dialog.dialogId())));
    }

    private static boolean isUnreadable(SessionRecord record) {
        try {
            DocumentCodec.decode(record);
            return false;
        } catch (SnapshotException e) {
            return true;
        }
    }

    private Outcome take(SessionRecord seen, Claim claim, Heir heir) {
        String id = seen.id();
        return locks.with(List.of(id), () -> {
            if (leases.knows(id) || (isOurs(seen.stamp()) && !uncertain.contains(id))) {
                return Outcome.OURS;
            }
            return asked(List.of(id), asked -> outcome(store.takeOver(id, claim), asked, heir));
        });
    }

    /** Takes over calls whose leases have run out, at most {@link StoreLimits#MAX_BATCH}, and says how many came to which end. */
    public Map<Outcome, Integer> takeExpired(Collection<String> ids, Heir heir) {
        Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
        locks.with(ids, () -> {
            List<String> ours = ids.stream().filter(leases::knows).toList();
            ours.forEach(uncertain::remove);
            count(outcomes, Outcome.OURS, ours.size());
            takeOthers(ids.stream().filter(id -> !leases.knows(id)).toList(), heir, outcomes);
            return outcomes;
        });
        return outcomes;
    }

    private void takeOthers(List<String> ids, Heir heir, Map<Outcome, Integer> outcomes) {
        if (!ids.isEmpty()) {
            asked(ids, asked -> {
                Map<String, StoreResult> results = store.takeOverAll(ids, Claim.whenExpired(keeper.node(), lease));
                results.values().forEach(result -> count(outcomes, outcome(result, asked, heir), 1));
                count(outcomes, Outcome.NO_ANSWER, ids.size() - results.size());
                return outcomes;
            });
        }
    }

    private static void count(Map<Outcome, Integer> outcomes, Outcome outcome, int times) {
        outcomes.merge(outcome, times, Integer::sum);
    }

    /** Asks the store for these calls. If it fails, nobody knows whether they are ours. */
    private <T> T asked(Collection<String> ids, LongFunction<T> question) {
        try {
            T answer = question.apply(leases.now());
            ids.forEach(uncertain::remove);
            return answer;
        } catch (RuntimeException e) {
            if (uncertain.size() < MAX_UNCERTAIN) {
                uncertain.addAll(ids);
            }
            throw e;
        }
    }

    private boolean isOurs(Stamp stamp) {
        return stamp.owner().equals(keeper.node());
    }

    private Outcome outcome(StoreResult result, long asked, Heir heir) {
        return switch (result) {
            case StoreResult.Written written -> adopt(written.record(), asked, heir);
            case StoreResult.Refused refused -> isOurs(refused.current().stamp()) ? Outcome.OURS : Outcome.ANOTHER_NODE;
            case StoreResult.Deleted deleted -> Outcome.UNKNOWN;
            case StoreResult.Absent absent -> Outcome.UNKNOWN;
        };
    }

    private Outcome adopt(SessionRecord record, long asked, Heir heir) {
        try {
            heir.restore(keeper.adopt(record, asked));
            return Outcome.TAKEN;
        } catch (SnapshotException e) {
            KeptCall broken = keeper.adoptBroken(record, asked);
            Set<String> dialogs = SessionKeys.dialogsIn(record.snapshot().keys());
            Set<String> unread = new HashSet<>(dialogs);
            unread.removeAll(broken.dialogs().keySet());
            CallLogger.warn(
                    LOG,
                    broken.callId(),
                    "session {} was taken over and can not be read, so its dialogs {} are hung up: {}",
                    record.id(),
                    dialogs,
                    e.getMessage());
            heir.close(broken, unread);
            return Outcome.UNREADABLE;
        }
    }

    /** Ids of calls whose leases have run out, or that may be ours without our knowing: about this many, if there are so many. */
    public List<String> expired(int limit) {
        Set<String> ids = new LinkedHashSet<>(uncertain);
        String from = IdPage.START;
        do {
            IdPage page = store.orphans(from, Math.min(limit, StoreLimits.MAX_BATCH));
            ids.addAll(page.ids());
            from = page.next();
        } while (!from.equals(IdPage.END) && ids.size() < limit);
        return new ArrayList<>(ids);
    }
}
