// SPDX-License-Identifier: Apache-2.0
package io.srf.session.redis;

import io.srf.session.Claim;
import io.srf.session.IdPage;
import io.srf.session.SessionRecord;
import io.srf.session.SessionStore;
import io.srf.session.SessionStoreException;
import io.srf.session.Snapshot;
import io.srf.session.Stamp;
import io.srf.session.StoreLimits;
import io.srf.session.StoreResult;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A {@link SessionStore} in Redis 6.2 or newer: one server, a master behind Sentinels, or a Cluster.
 *
 * <p><b>A record is one hash</b>, {@code srf:call:{ID}}, and each write one script on it, decided by the clock of the server that has it. So a
 * write is whole or not at all, also in a Cluster.
 *
 * <p><b>What leads to a record lies elsewhere</b>, in a Cluster on other nodes: an entry for each key, {@code srf:key:KEY}, and an index of
 * leases, {@code srf:leases:N}. They are written before the record and removed after it, so that a node that dies in between leaves at
 * most an entry too many. The record alone is believed: who follows an entry asks the record, and takes away entries that no write can make
 * true any more. All of them expire, and a record that lives makes its own anew every ten minutes.
 *
 * <p><b>What replication may lose</b>: Redis acknowledges a write before its replicas have it. After a failover a record may be older, or not
 * there; its owner's next write is then Refused or Absent.
 *
 * <p><b>Threads.</b> Any thread may call, and waits no longer than {@link RedisOptions#withTimeouts} says, plus the time of one connection attempt;
 * an interrupt ends a wait at once. Nothing runs without being asked, but for a thread that watches over those that wait, and Jedis' own for
 * Sentinels, for Clusters and for idle connections.
 */
public final class RedisSessionStore implements SessionStore {
    private final Background background;
    private final Servers servers;
    private final Pipe pipe;
    private final Naming naming;
    private final RecordWrites writes;
    private final TakeOvers takeOvers;
    private final Renewals renewals;
    private final KeySearch keys;
    private final OrphanSearch orphans;

    private RedisSessionStore(RedisOptions options) {
        Duration retention = options.bounds().retention();
        Guards guards = new Guards();
        background = new Background(guards::check);
        servers =
                new Servers(() -> Providers.of(options), options.place() instanceof Place.Cluster, background::execute);
        pipe = new Pipe(servers, guards, options.bounds().timeout());
        naming = new Naming(options.prefix());
        Entries entries = new Entries(naming, retention);
        Upkeep upkeep = new Upkeep(pipe, naming, entries, retention);
        writes = new RecordWrites(pipe, naming, entries, upkeep, retention);
        takeOvers = new TakeOvers(pipe, naming, upkeep, retention);
        renewals = new Renewals(pipe, naming, entries, upkeep, retention);
        keys = new KeySearch(pipe, naming, entries, upkeep);
        orphans = new OrphanSearch(pipe, naming);
    }

    /**
     * Connects to Redis with {@link RedisOptions#of}.
     *
     * @throws IllegalArgumentException if the URI is bad
     * @throws SessionStoreException if Redis does not answer or refuses the user
     */
    public static RedisSessionStore connect(String uri) {
        return connect(RedisOptions.of(uri));
    }

    /**
     * Connects to Redis.
     *
     * @throws SessionStoreException if Redis does not answer or refuses the user
     */
    public static RedisSessionStore connect(RedisOptions options) {
        RedisSessionStore store = open(options);
        try {
            store.findByKey("connect");
            return store;
        } catch (SessionStoreException e) {
            store.close();
            String reason = e.getCause() == null ? e.getMessage() : Failures.reason(e.getCause());
            throw new SessionStoreException("no connection to " + options + ": " + reason, e);
        }
    }

    /** A store that connects with its first operation: for nodes that shall start while Redis is down. */
    public static RedisSessionStore open(RedisOptions options) {
        return new RedisSessionStore(options);
    }

    @Override
    public StoreResult create(String id, Stamp stamp, Snapshot snapshot, Duration lease) {
        StoreLimits.checkId(id);
        StoreLimits.checkLease(lease);
        return writes.create(id, stamp, snapshot, lease);
    }

    @Override
    public StoreResult update(String id, Stamp expected, Snapshot snapshot, Duration lease) {
        StoreLimits.checkLease(lease);
        return writes.update(id, expected, snapshot, lease);
    }

    @Override
    public StoreResult takeOver(String id, Claim claim) {
        return takeOvers.takeOver(id, claim);
    }

    @Override
    public Map<String, StoreResult> takeOverAll(Collection<String> ids, Claim claim) {
        StoreLimits.checkBatch(ids.size());
        return takeOvers.takeOverAll(ids, claim);
    }

    @Override
    public StoreResult delete(String id, Stamp held) {
        return writes.delete(id, held);
    }

    @Override
    public Set<String> renew(String owner, Collection<String> ids, Duration lease) {
        StoreLimits.checkBatch(ids.size());
        return renewals.renew(owner, ids, lease);
    }

    @Override
    public @Nullable SessionRecord find(String id) {
        Answer answer = pipe.run(pipe.deadline(), Call.of(Script.FIND, naming.record(id)));
        Stored stored = Stored.read(id, naming.record(id), answer);
        return stored == null ? null : stored.record();
    }

    @Override
    public List<SessionRecord> findByKey(String key) {
        return keys.find(key);
    }

    @Override
    public IdPage orphans(String from, int limit) {
        StoreLimits.checkBatch(limit);
        return orphans.orphans(from, limit);
    }

    @Override
    public void close() {
        servers.close();
        background.close();
    }
}
