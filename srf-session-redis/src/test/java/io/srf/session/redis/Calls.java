// SPDX-License-Identifier: Apache-2.0
package io.srf.session.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.srf.session.SessionRecord;
import io.srf.session.SessionStore;
import io.srf.session.Snapshot;
import io.srf.session.Stamp;
import io.srf.session.StoreResult;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;

/** Records as the tests of this package write them. */
final class Calls {
    static final String ANNA = "anna";
    static final String BERT = "bert";
    static final Duration LEASE = Duration.ofSeconds(30);

    private Calls() {}

    static Snapshot snapshot(String text, String... keys) {
        return new Snapshot(Set.of(keys), 1, ("{\"text\":\"" + text + "\"}").getBytes(UTF_8));
    }

    static Stamp created(SessionStore store, String id, String... keys) {
        return written(store.create(id, Stamp.first(ANNA), snapshot("new", keys), LEASE));
    }

    static Stamp written(StoreResult result) {
        assertThat(result).isInstanceOf(StoreResult.Written.class);
        return ((StoreResult.Written) result).record().stamp();
    }

    static Set<String> idsBy(SessionStore store, String key) {
        return store.findByKey(key).stream().map(SessionRecord::id).collect(Collectors.toSet());
    }
}
