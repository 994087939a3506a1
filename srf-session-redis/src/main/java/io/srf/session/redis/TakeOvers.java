// SPDX-License-Identifier: Apache-2.0
package io.srf.session.redis;

import io.srf.session.Claim;
import io.srf.session.SessionStoreException;
import io.srf.session.StoreResult;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives records to other owners, one or many at once. */
final class TakeOvers {
    private static final Logger LOG = LoggerFactory.getLogger(TakeOvers.class);

    private final Pipe pipe;
    private final Naming naming;
    private final Upkeep upkeep;
    private final Results results;
    private final String retention;

    TakeOvers(Pipe pipe, Naming naming, Upkeep upkeep, Duration retention) {
        this.pipe = pipe;
        this.naming = naming;
        this.upkeep = upkeep;
        this.results = new Results(naming);
        this.retention = Long.toString(retention.toMillis());
    }

    StoreResult takeOver(String id, Claim claim) {
        Deadline deadline = pipe.deadline();
        Answer answer = pipe.run(deadline, call(id, claim));
        if (isWritten(answer)) {
            upkeep.afterWrite(deadline, id, answer);
        }
        return result(id, answer);
    }

    /** One that holds no sound record is left out, and costs the others nothing. */
    Map<String, StoreResult> takeOverAll(Collection<String> ids, Claim claim) {
        Deadline deadline = pipe.deadline();
        List<String> all = List.copyOf(Set.copyOf(ids));
        List<Answer> answers =
                pipe.run(deadline, all.stream().map(id -> call(id, claim)).toList());
        Map<String, StoreResult> taken = new HashMap<>();
        Map<String, Answer> written = new HashMap<>();
        for (int i = 0; i < all.size(); i++) {
            String id = all.get(i);
            Answer answer = answers.get(i);
            try {
                taken.put(id, result(id, answer));
            } catch (SessionStoreException corrupt) {
                LOG.warn("session {} is not taken over: {}", id, corrupt.getMessage());
            }
            if (isWritten(answer)) {
                written.put(id, answer);
            }
        }
        upkeep.afterWrites(deadline, written);
        return taken;
    }

    private Call call(String id, Claim claim) {
        return Call.of(
                Script.TAKE_OVER,
                naming.record(id),
                claim.owner(),
                Long.toString(claim.lease().toMillis()),
                retention,
                Long.toString(claim.despite()));
    }

    private static boolean isWritten(Answer answer) {
        return answer.word().equals("written");
    }

    private StoreResult result(String id, Answer answer) {
        return isWritten(answer)
                ? new StoreResult.Written(results.stored(id, answer, 5).record())
                : results.unwritten(id, answer);
    }
}
