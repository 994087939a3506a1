// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.srf.session.SessionRecord;
import io.srf.session.SessionStore;
import io.srf.session.Snapshot;
import io.srf.session.Stamp;
import io.srf.session.StoreResult;
import java.time.Duration;
import java.util.Set;

/** The store that a contract is about, and what its tests have in common. */
interface StoreUnderTest {
    /** A node. */
    String ANNA = "anna";

    /** Another node. */
    String BERT = "bert";

    /** The store; the same during one test. */
    SessionStore store();

    /** Lets this much time pass at the store. */
    void pass(Duration time) throws Exception;

    /** A lease that does not run out during a test unless it is meant to; shorter than half of {@link #retention}. */
    Duration lease();

    /** How long the store keeps a record that nobody touches. */
    Duration retention();

    /** The number of random histories that two nodes act out on one record. */
    int histories();

    /** A document with this text and these keys. */
    default Snapshot snapshot(String text, String... keys) {
        return new Snapshot(Set.of(keys), 1, ("{\"text\":\"" + text + "\"}").getBytes(UTF_8));
    }

    /** Puts in a new record and returns its stamp. */
    default Stamp created(String id, String owner, String... keys) {
        return written(store().create(id, Stamp.first(owner), snapshot("new", keys), lease()))
                .stamp();
    }

    /** The record that a write left. */
    default SessionRecord written(StoreResult result) {
        return assertInstanceOf(StoreResult.Written.class, result).record();
    }

    /** The record because of which a write was refused. */
    default SessionRecord refused(StoreResult result) {
        return assertInstanceOf(StoreResult.Refused.class, result).current();
    }

    /** The record with this id, which must be there. */
    default SessionRecord found(String id) {
        SessionRecord record = store().find(id);
        if (record == null) {
            throw new AssertionError("no record " + id);
        }
        return record;
    }

    /** Checks that a record is there with this stamp and content. */
    default void assertRecord(String id, Stamp stamp, Snapshot snapshot) {
        assertEquals(stamp, found(id).stamp());
        assertEquals(snapshot, found(id).snapshot());
    }
}
