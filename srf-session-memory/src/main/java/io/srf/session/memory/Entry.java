// SPDX-License-Identifier: Apache-2.0
package io.srf.session.memory;

import io.srf.session.Claim;
import io.srf.session.SessionRecord;
import io.srf.session.Snapshot;
import io.srf.session.Stamp;
import io.srf.session.StoreResult;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is at one id, and what each write makes of it. Pure: what is there is null, or an entry that never changes. */
sealed interface Entry {
    /** A record. */
    record Kept(SessionRecord record) implements Entry {}

    /** A record was here, and its deletion is remembered. */
    record Gone(long fence) implements Entry {}

    /** A write's result, and what is there after it. */
    record Outcome(@Nullable Entry after, StoreResult result) {}

    /** Records that never changed hands need no memory: nobody else can still write them. */
    long FIRST_FENCE = 1;

    static Outcome create(@Nullable Entry now, SessionRecord fresh) {
        return switch (now) {
            case null -> written(fresh);
            case Gone gone -> gone(gone);
            case Kept kept -> {
                SessionRecord current = kept.record();
                boolean repeated = current.stamp().equals(fresh.stamp())
                        && current.snapshot().equals(fresh.snapshot());
                yield repeated ? written(fresh) : refused(kept);
            }
        };
    }

    static Outcome update(@Nullable Entry now, Stamp expected, Snapshot snapshot, Instant leaseUntil) {
        return switch (now) {
            case null -> absent();
            case Gone gone -> gone(gone);
            case Kept kept -> {
                SessionRecord current = kept.record();
                boolean repeated = current.stamp().equals(expected.next())
                        && current.snapshot().equals(snapshot);
                boolean due = current.stamp().equals(expected);
                yield due || repeated
                        ? written(new SessionRecord(current.id(), expected.next(), leaseUntil, snapshot))
                        : refused(kept);
            }
        };
    }

    static Outcome takeOver(@Nullable Entry now, Claim claim, Instant time) {
        return switch (now) {
            case null -> absent();
            case Gone gone -> gone(gone);
            case Kept kept -> {
                SessionRecord current = kept.record();
                Stamp stamp = current.stamp();
                Instant leaseUntil = time.plus(claim.lease());
                if (stamp.owner().equals(claim.owner())) {
                    yield written(new SessionRecord(current.id(), stamp, leaseUntil, current.snapshot()));
                }
                boolean wins = claim.wins(stamp, orphaned(current, time));
                Stamp taken = stamp.takenBy(claim.owner());
                yield wins
                        ? written(new SessionRecord(current.id(), taken, leaseUntil, current.snapshot()))
                        : refused(kept);
            }
        };
    }

    static Outcome delete(@Nullable Entry now, Stamp held) {
        return switch (now) {
            case null -> absent();
            case Gone gone -> gone(gone);
            case Kept kept -> {
                if (!kept.record().stamp().sameHold(held)) {
                    yield refused(kept);
                }
                Entry after = held.fence() == FIRST_FENCE ? null : new Gone(held.fence());
                yield new Outcome(after, new StoreResult.Deleted(held.fence()));
            }
        };
    }

    /** The lease renewed, if this node owns the record; else refused. */
    static Outcome renew(@Nullable Entry now, String owner, Instant leaseUntil) {
        return switch (now) {
            case null -> absent();
            case Gone gone -> gone(gone);
            case Kept kept -> {
                SessionRecord current = kept.record();
                yield current.stamp().owner().equals(owner)
                        ? written(new SessionRecord(current.id(), current.stamp(), leaseUntil, current.snapshot()))
                        : refused(kept);
            }
        };
    }

    /** Whether the lease has run out. */
    static boolean orphaned(SessionRecord record, Instant time) {
        return !time.isBefore(record.leaseUntil());
    }

    private static Outcome written(SessionRecord record) {
        return new Outcome(new Kept(record), new StoreResult.Written(record));
    }

    private static Outcome refused(Kept kept) {
        return new Outcome(kept, new StoreResult.Refused(kept.record()));
    }

    private static Outcome gone(Gone gone) {
        return new Outcome(gone, new StoreResult.Deleted(gone.fence()));
    }

    private static Outcome absent() {
        return new Outcome(null, new StoreResult.Absent());
    }
}
