// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.srf.session.SessionRecord;
import io.srf.session.Stamp;
import io.srf.session.StoreLimits;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Keys lead to the records that have them now, and to no others. */
interface StoreKeyContract extends StoreUnderTest {
    @Test
    default void each_key_finds_the_whole_record() {
        created("s", ANNA, "k1", "k2");
        for (String key : new String[] {"k1", "k2"}) {
            SessionRecord record = store().findByKey(key).getFirst();
            assertEquals("s", record.id());
            assertEquals(Stamp.first(ANNA), record.stamp());
            assertEquals(snapshot("new", "k1", "k2"), record.snapshot());
        }
        assertEquals(Set.of(), idsBy("k3"));
    }

    @Test
    default void an_id_is_no_key_and_a_key_is_no_id() {
        created("s", ANNA, "k");
        assertEquals(Set.of(), idsBy("s"));
        assertEquals(null, store().find("k"));
    }

    @Test
    default void keys_move_with_updates() {
        Stamp stamp = created("s", ANNA, "k1", "k2");
        stamp = written(store().update("s", stamp, snapshot("x", "k2", "k3"), lease()))
                .stamp();
        assertEquals(Set.of(), idsBy("k1"));
        assertEquals(Set.of("s"), idsBy("k2"));
        assertEquals(Set.of("s"), idsBy("k3"));
        store().update("s", stamp, snapshot("y"), lease());
        assertEquals(Set.of(), idsBy("k2"));
        assertEquals(Set.of(), idsBy("k3"));
    }

    @Test
    default void a_refused_update_moves_no_keys() {
        Stamp stamp = created("s", ANNA, "k1");
        refused(store().update("s", stamp.next(), snapshot("x", "k2"), lease()));
        assertEquals(Set.of("s"), idsBy("k1"));
        assertEquals(Set.of(), idsBy("k2"));
    }

    @Test
    default void keys_go_with_a_deletion() {
        Stamp stamp = created("s", ANNA, "k1", "k2");
        store().delete("s", stamp);
        assertEquals(Set.of(), idsBy("k1"));
        assertEquals(Set.of(), idsBy("k2"));
    }

    @Test
    default void records_may_share_a_key() {
        Stamp one = created("one", ANNA, "k");
        Stamp two = created("two", BERT, "k", "l");
        created("three", BERT, "k");
        assertEquals(Set.of("one", "two", "three"), idsBy("k"));
        store().delete("one", one);
        assertEquals(Set.of("two", "three"), idsBy("k"));
        store().update("two", two, snapshot("x", "l"), lease());
        assertEquals(Set.of("three"), idsBy("k"));
        assertEquals(Set.of("two"), idsBy("l"));
    }

    @Test
    default void a_key_of_very_many_records_finds_a_bounded_number() {
        int records = 3 * StoreLimits.MAX_RECORDS_PER_KEY;
        for (int i = 0; i < records; i++) {
            created("s" + i, ANNA, "k");
        }
        assertEquals(StoreLimits.MAX_RECORDS_PER_KEY, store().findByKey("k").size());
        for (int i = 0; i < records; i++) {
            store().delete("s" + i, Stamp.first(ANNA));
        }
        assertEquals(Set.of(), idsBy("k"));
    }

    private Set<String> idsBy(String key) {
        return store().findByKey(key).stream().map(SessionRecord::id).collect(Collectors.toSet());
    }
}
