// SPDX-License-Identifier: Apache-2.0
package io.srf.session.redis;

import io.srf.session.SessionRecord;
import io.srf.session.Snapshot;
import io.srf.session.Stamp;
import io.srf.session.StoreResult;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The writes to one record: each is one script, before and after which its entries are seen to. */
final class RecordWrites {
    private final Pipe pipe;
    private final Naming naming;
    private final Entries entries;
    private final Upkeep upkeep;
    private final String retention;
    private final Results results;

    RecordWrites(Pipe pipe, Naming naming, Entries entries, Upkeep upkeep, Duration retention) {
        this.pipe = pipe;
        this.naming = naming;
        this.entries = entries;
        this.upkeep = upkeep;
        this.retention = millis(retention);
        this.results = new Results(naming);
    }

    StoreResult create(String id, Stamp stamp, Snapshot snapshot, Duration lease) {
        Deadline deadline = pipe.deadline();
        List<Call> first = entries.announce(id, stamp.version(), snapshot.keys());
        first.add(entries.watchIn(id, lease));
        Call create = Call.of(
                        Script.CREATE,
                        naming.record(id),
                        Long.toString(stamp.version()),
                        Long.toString(stamp.fence()),
                        stamp.owner(),
                        millis(lease),
                        retention,
                        upkeep.period(),
                        Integer.toString(snapshot.format()),
                        snapshot.value())
                .with(snapshot.keys());
        long begin = System.nanoTime();
        Answer answer = pipe.runAfter(deadline, first, create);
        boolean late = System.nanoTime() - begin > lease.toNanos() / 2;
        if (late && answer.word().equals("written")) {
            // Somebody may have looked for the record before it was there, and taken it out of the index.
            pipe.run(deadline, entries.watchAt(id, answer.number(1)));
        }
        return put(deadline, new SessionRecord(id, stamp, Instant.EPOCH, snapshot), answer);
    }

    StoreResult update(String id, Stamp expected, Snapshot snapshot, Duration lease) {
        Deadline deadline = pipe.deadline();
        Stamp next = expected.next();
        Answer answer = pipe.run(deadline, update(id, expected, snapshot, lease, "0"));
        if (answer.word().equals("announce")) {
            List<Call> first = entries.announce(id, next.version(), answer.texts(1));
            answer = pipe.runAfter(deadline, first, update(id, expected, snapshot, lease, "1"));
        }
        return put(deadline, new SessionRecord(id, next, Instant.EPOCH, snapshot), answer);
    }

    StoreResult delete(String id, Stamp held) {
        Deadline deadline = pipe.deadline();
        Answer answer = pipe.run(
                deadline,
                Call.of(Script.DELETE, naming.record(id), Long.toString(held.fence()), held.owner(), retention));
        if (answer.has(2)) {
            upkeep.forget(deadline, id, Stored.keys(answer.map(2)), true);
        }
        return results.unwritten(id, answer);
    }

    private Call update(String id, Stamp expected, Snapshot snapshot, Duration lease, String announced) {
        return Call.of(
                        Script.UPDATE,
                        naming.record(id),
                        Long.toString(expected.version()),
                        Long.toString(expected.fence()),
                        expected.owner(),
                        millis(lease),
                        retention,
                        announced,
                        Integer.toString(snapshot.format()),
                        snapshot.value())
                .with(snapshot.keys());
    }

    /** How a create or update ended, with what remains to be done for its entries. */
    private StoreResult put(Deadline deadline, SessionRecord wanted, Answer answer) {
        if (answer.word().equals("written")) {
            upkeep.afterWrite(deadline, wanted.id(), answer);
            return new StoreResult.Written(new SessionRecord(
                    wanted.id(), wanted.stamp(), Instant.ofEpochMilli(answer.number(1)), wanted.snapshot()));
        }
        StoreResult result = results.unwritten(wanted.id(), answer);
        Map<String, String> vain = new HashMap<>();
        String version = Long.toString(wanted.stamp().version());
        wanted.snapshot().keys().forEach(key -> vain.put(key, version));
        if (result instanceof StoreResult.Refused) {
            results.stored(wanted.id(), answer, 1).entries().forEach(vain::remove);
        }
        upkeep.forget(deadline, wanted.id(), vain, false);
        return result;
    }

    private static String millis(Duration time) {
        return Long.toString(time.toMillis());
    }
}
