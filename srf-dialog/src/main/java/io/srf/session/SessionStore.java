// SPDX-License-Identifier: Apache-2.0
package io.srf.session;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the records of calls, so that any node can go on with a call when another node dies.
 *
 * <p><b>What a store must do.</b> Each write is atomic on its record: it is done whole, or refused and changes nothing. A write is let in by
 * its {@link Stamp} alone, so a node that lost a record can not write it any more. Whether a lease has run out is decided by the store's
 * clock; a node's clock plays no part. After a result was returned, every read sees it.
 *
 * <p><b>A write may be repeated.</b> Who gets a {@link SessionStoreException} does not know whether the write was done, and repeats it with the
 * same arguments. A store that finds exactly what the write would have left says {@link StoreResult.Written} and changes nothing but the lease.
 *
 * <p><b>How long.</b> A record whose lease has run out stays, so that a survivor can take it over. It expires after a time that the store is
 * configured with, counted from its last write or renewal; its keys go with it.
 *
 * <p><b>Threads.</b> Methods may block and are called by many threads at once, never by an event loop. They keep a time limit of their own and end
 * early when their thread is interrupted. What can not be done ends in a {@link SessionStoreException}.
 *
 * <p>A store of your own should pass {@code SessionStoreContract} of srf-testkit.
 */
public interface SessionStore extends AutoCloseable {
    /**
     * Puts in a record that is not there.
     *
     * <p>A new call begins with {@link Stamp#first}. A call whose record the store has lost goes on with the stamp it had reached.
     *
     * @param stamp the record's stamp after this write
     * @param lease how long its owner holds it, from now
     * @return Written; Refused if there is one with this id; Deleted if it was deleted by a node that had taken it over
     */
    StoreResult create(String id, Stamp stamp, Snapshot snapshot, Duration lease);

    /**
     * Replaces a record's snapshot, and with it its keys; the stamp becomes {@link Stamp#next}.
     *
     * @param expected the record's stamp before this write
     * @param lease how long its owner holds it, from now; it does not matter whether the lease had run out, as long as nobody took the record over
     * @return Written; Refused if its stamp is another; Deleted as in {@link #create}; or Absent
     */
    StoreResult update(String id, Stamp expected, Snapshot snapshot, Duration lease);

    /**
     * Gives a record to another owner; the stamp becomes {@link Stamp#takenBy}. The snapshot stays as it is.
     *
     * @return Written, also if the claiming node owns it already: then only the lease is renewed; Refused if {@link Claim#wins} is false;
     *     Deleted as in {@link #create}; or Absent
     */
    StoreResult takeOver(String id, Claim claim);

    /**
     * Does {@link #takeOver} for many records. Each is taken or not by itself; a store that can ask for many at once should.
     *
     * @param ids at most {@link StoreLimits#MAX_BATCH}
     * @return the result for each id; without those that can not be told because what is stored there is no record
     * @throws SessionStoreException if it failed; some may have been taken
     */
    default Map<String, StoreResult> takeOverAll(Collection<String> ids, Claim claim) {
        StoreLimits.checkBatch(ids.size());
        Map<String, StoreResult> results = new HashMap<>();
        ids.forEach(id -> results.put(id, takeOver(id, claim)));
        return results;
    }

    /**
     * Removes a record and its keys.
     *
     * <p>If it ever changed hands (its fence is 2 or more), the store remembers its id and fence for as long as it keeps a record that nobody
     * touches, because a former owner may still wake up: its writes are answered with Deleted.
     *
     * @param held names the fence and the owner; the version does not matter
     * @return Deleted, also if it was deleted under this fence before; Refused if another owner or fence holds it; or Absent
     */
    StoreResult delete(String id, Stamp held);

    /**
     * Renews the leases of one owner, and keeps its records from expiring. Neither version nor snapshot changes.
     *
     * @param ids at most {@link StoreLimits#MAX_BATCH}
     * @param lease how long it holds them, from now; zero gives them up, so that others may take them at once
     * @return the ids of those it does not own, or that are not there
     */
    Set<String> renew(String owner, Collection<String> ids, Duration lease);

    /** The record with this id; null if there is none. */
    @Nullable SessionRecord find(String id);

    /**
     * The records that can be found by this key; usually one, two where a call came back to the node that sent it out.
     *
     * @return at most {@link StoreLimits#MAX_RECORDS_PER_KEY}, in no order
     */
    List<SessionRecord> findByKey(String key);

    /**
     * Ids of records whose lease has run out.
     *
     * <p>A hint and no promise: another node may be faster, so {@link #takeOver} decides. Going through all pages names each record that was an
     * orphan all the while at least once.
     *
     * @param from {@link IdPage#START}, or what the page before said is next
     * @param limit 1 to {@link StoreLimits#MAX_BATCH}; a page may hold fewer, even none, and still have a next
     */
    IdPage orphans(String from, int limit);

    /**
     * Whether the records are still there when this process dies at once. Where they are not, no write is urgent, and all are gathered.
     *
     * @return true, unless a store says otherwise
     */
    default boolean outlivesProcess() {
        return true;
    }

    /** Lets go of connections and threads. Records stay where the store is shared. May be called twice. */
    @Override
    void close();
}
