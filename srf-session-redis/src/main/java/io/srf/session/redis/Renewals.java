// SPDX-License-Identifier: Apache-2.0
package io.srf.session.redis;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Renews many leases at once. */
final class Renewals {
    private static final Logger LOG = LoggerFactory.getLogger(Renewals.class);

    private final Pipe pipe;
    private final Naming naming;
    private final Entries entries;
    private final Upkeep upkeep;
    private final String retention;

    Renewals(Pipe pipe, Naming naming, Entries entries, Upkeep upkeep, Duration retention) {
        this.pipe = pipe;
        this.naming = naming;
        this.entries = entries;
        this.upkeep = upkeep;
        this.retention = Long.toString(retention.toMillis());
    }

    Set<String> renew(String owner, Collection<String> ids, Duration lease) {
        Deadline deadline = pipe.deadline();
        List<String> all = List.copyOf(new HashSet<>(ids));
        String millis = Long.toString(lease.toMillis());
        List<Answer> answers = pipe.run(
                deadline,
                all.stream()
                        .map(id -> Call.of(Script.RENEW, naming.record(id), owner, millis, retention))
                        .toList());
        Map<String, Answer> written = new HashMap<>();
        Set<String> lost = new HashSet<>();
        for (int i = 0; i < all.size(); i++) {
            Answer answer = answers.get(i);
            if (answer.word().equals("written")) {
                written.put(all.get(i), answer);
            } else {
                lost.add(all.get(i));
                report(all.get(i), answer);
            }
        }
        if (lease.isZero()) {
            pipe.run(
                    deadline,
                    written.keySet().stream()
                            .map(id -> entries.watchIn(id, Duration.ZERO))
                            .toList());
        } else {
            upkeep.afterWrites(deadline, written);
        }
        return Set.copyOf(lost);
    }

    private void report(String id, Answer answer) {
        if (answer.corrupt()) {
            LOG.warn("the record {} in Redis is corrupt: {}", naming.record(id), answer.text(1));
        }
    }
}
