// SPDX-License-Identifier: Apache-2.0
package io.srf.session.redis;

import io.srf.session.SessionStoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps entries and index in step with the records after a write. */
final class Upkeep {
    /** How often a record's entries are made anew, in case that a failover or an eviction lost some. */
    static final Duration REFRESH = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

    private final Pipe pipe;
    private final Naming naming;
    private final Entries entries;
    private final String period;

    Upkeep(Pipe pipe, Naming naming, Entries entries, Duration retention) {
        this.pipe = pipe;
        this.naming = naming;
        this.entries = entries;
        Duration shorter = retention.compareTo(REFRESH) < 0 ? retention : REFRESH;
        this.period = Long.toString(shorter.toMillis());
    }

    /** How long entries go unrefreshed, in milliseconds. */
    String period() {
        return period;
    }

    /** Does for one record what its write left to do. */
    void afterWrite(Deadline deadline, String id, Answer written) {
        afterWrites(deadline, Map.of(id, written));
    }

    /**
     * Does for records what their writes left to do.
     *
     * @param written the answers, by id
     */
    void afterWrites(Deadline deadline, Map<String, Answer> written) {
        List<Call> earlier = new ArrayList<>();
        List<Call> refresh = new ArrayList<>();
        List<Call> refreshed = new ArrayList<>();
        List<Call> vain = new ArrayList<>();
        written.forEach((id, answer) -> {
            if (answer.number(2) == 1) {
                earlier.add(entries.watchAt(id, answer.number(1)));
            }
            if (answer.has(3)) {
                refresh.addAll(entries.refresh(id, Stored.keys(answer.map(3)), answer.number(1)));
                refreshed.add(Call.of(Script.REFRESHED, naming.record(id), period));
            }
            if (answer.has(4)) {
                vain.addAll(entries.withdraw(id, Stored.keys(answer.map(4))));
            }
        });
        pipe.run(deadline, earlier);
        attempt(deadline, refresh, refreshed);
        attempt(deadline, vain, List.of());
    }

    /**
     * Removes what leads to a record that is gone, or to a write that was in vain.
     *
     * @param gone whether the record is gone, so that its lease needs no watching either
     */
    void forget(Deadline deadline, String id, Map<String, String> versions, boolean gone) {
        List<Call> calls = entries.withdraw(id, versions);
        if (gone) {
            calls.add(entries.unwatch(id));
        }
        attempt(deadline, calls, List.of());
    }

    /** Does what may as well be done later: what fails is found stale by readers and expires, or is due again at the next write. */
    void attempt(Deadline deadline, List<Call> first, List<Call> then) {
        try {
            pipe.run(deadline, first);
            pipe.run(deadline, then);
        } catch (SessionStoreException e) {
            LOG.debug("entries of records are left as they are", e);
        }
    }
}
