// SPDX-License-Identifier: Apache-2.0
package io.srf.session.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What leads to a record: an entry for each of its keys, and its place in the index of leases.
 *
 * <p>The entry of a key is a sorted set of members {@code ID@VERSION}: the record with this id got the key with this version. Of all writes
 * that want to make that version one succeeds, so a member belongs to one write and is removed without harm to another. Its score is when it
 * expires.
 *
 * <p>The index is a sorted set, in parts, of ids; the score is the earliest moment at which the lease may run out. Renewals do not touch it: who
 * looks for orphans moves an id whose lease turns out to run longer.
 */
final class Entries {
    /** Entries live longer than their records by this factor, so that a record refreshes them while it lives. */
    private static final int LIVES = 3;

    private final Naming naming;
    private final String life;

    Entries(Naming naming, Duration retention) {
        this.naming = naming;
        this.life = Long.toString(retention.multipliedBy(LIVES).toMillis());
    }

    /** Lets keys lead to the record that is about to be written with this version. */
    List<Call> announce(String id, long version, Collection<String> keys) {
        List<Call> calls = new ArrayList<>();
        keys.forEach(key -> calls.add(announce(id, key, Long.toString(version))));
        return calls;
    }

    /** Keeps the entries of a record from expiring; makes those again that are lost. */
    List<Call> refresh(String id, Map<String, String> versions, long leaseUntil) {
        List<Call> calls = new ArrayList<>();
        versions.forEach((key, version) -> calls.add(announce(id, key, version)));
        calls.add(watchAt(id, leaseUntil));
        return calls;
    }

    /** Lets keys lead to a record no longer. */
    List<Call> withdraw(String id, Map<String, String> versions) {
        List<Call> calls = new ArrayList<>();
        versions.forEach((key, version) -> calls.add(Call.of(Script.WITHDRAW, naming.entry(key), member(id, version))));
        return calls;
    }

    /** Puts an id into the index, to be looked at after this time; an earlier place stays. */
    Call watchIn(String id, Duration time) {
        return Call.of(Script.WATCH, naming.index(id), id, "in", Long.toString(time.toMillis()), life);
    }

    /** Puts an id into the index, to be looked at then; an earlier place stays. */
    Call watchAt(String id, long millis) {
        return Call.of(Script.WATCH, naming.index(id), id, "at", Long.toString(millis), life);
    }

    /** Takes an id out of the index. */
    Call unwatch(String id) {
        return Call.of(Script.WITHDRAW, naming.index(id), id);
    }

    private Call announce(String id, String key, String version) {
        return Call.of(Script.ANNOUNCE, naming.entry(key), member(id, version), life);
    }

    private static String member(String id, String version) {
        return id + "@" + version;
    }
}
