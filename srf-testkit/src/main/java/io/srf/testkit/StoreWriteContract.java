// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.srf.session.Claim;
import io.srf.session.Snapshot;
import io.srf.session.Stamp;
import io.srf.session.StoreLimits;
import io.srf.session.StoreResult;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Create, update and delete: only with the right stamp, whole or not at all, and as often as one likes. */
interface StoreWriteContract extends StoreUnderTest {
    @Test
    default void a_record_is_found_as_it_was_created() {
        Snapshot snapshot = snapshot("Grüße, 你好, 📞, \\u0000 and \\n", "dialog:a b|c;from-tag=ü", "call:{x}*");
        store().create("s-1", Stamp.first(ANNA), snapshot, lease());
        assertRecord("s-1", Stamp.first(ANNA), snapshot);
        assertEquals("s-1", found("s-1").id());
        assertNull(store().find("s-2"));
    }

    @Test
    default void a_second_record_with_the_same_id_is_refused() {
        Stamp stamp = created("s", ANNA, "k");
        assertEquals(
                stamp,
                refused(store().create("s", Stamp.first(BERT), snapshot("other"), lease()))
                        .stamp());
        assertRecord("s", stamp, snapshot("new", "k"));
    }

    @Test
    default void a_create_may_be_repeated() {
        Stamp stamp = created("s", ANNA, "k");
        assertEquals(stamp, created("s", ANNA, "k"));
        assertRecord("s", stamp, snapshot("new", "k"));
    }

    @Test
    default void a_create_that_is_repeated_with_another_content_is_refused() {
        Stamp stamp = created("s", ANNA);
        assertEquals(
                stamp,
                refused(store().create("s", stamp, snapshot("other"), lease())).stamp());
        assertRecord("s", stamp, snapshot("new"));
    }

    @Test
    default void a_lost_record_is_created_again_with_the_stamp_it_had_reached() {
        Stamp reached = new Stamp(17, 3, ANNA);
        assertEquals(
                reached,
                written(store().create("s", reached, snapshot("again"), lease()))
                        .stamp());
        assertRecord("s", reached, snapshot("again"));
    }

    @Test
    default void an_update_replaces_the_snapshot_and_raises_the_version() {
        Stamp stamp = created("s", ANNA);
        for (int i = 1; i <= 3; i++) {
            Snapshot next = snapshot("update " + i);
            assertEquals(
                    stamp.next(),
                    written(store().update("s", stamp, next, lease())).stamp());
            stamp = stamp.next();
            assertRecord("s", stamp, next);
        }
        assertEquals(4, stamp.version());
    }

    @Test
    default void an_update_with_another_version_fence_or_owner_is_refused_and_changes_nothing() {
        Stamp first = created("s", ANNA);
        Stamp stamp =
                written(store().update("s", first, snapshot("second"), lease())).stamp();
        for (Stamp wrong : new Stamp[] {
            first, stamp.next(), new Stamp(stamp.version(), 2, ANNA), new Stamp(stamp.version(), 1, BERT)
        }) {
            assertEquals(
                    stamp,
                    refused(store().update("s", wrong, snapshot("third"), lease()))
                            .stamp());
            assertRecord("s", stamp, snapshot("second"));
        }
    }

    @Test
    default void an_update_may_be_repeated() {
        Stamp first = created("s", ANNA);
        Stamp second =
                written(store().update("s", first, snapshot("x", "k"), lease())).stamp();
        assertEquals(
                second,
                written(store().update("s", first, snapshot("x", "k"), lease())).stamp());
        assertRecord("s", second, snapshot("x", "k"));
    }

    @Test
    default void an_update_that_comes_late_is_refused_once_another_was_done() {
        Stamp first = created("s", ANNA);
        Stamp second =
                written(store().update("s", first, snapshot("x"), lease())).stamp();
        Stamp third =
                written(store().update("s", second, snapshot("y"), lease())).stamp();
        refused(store().update("s", first, snapshot("x"), lease()));
        assertRecord("s", third, snapshot("y"));
    }

    @Test
    default void an_update_of_nothing_is_Absent() {
        assertInstanceOf(StoreResult.Absent.class, store().update("s", Stamp.first(ANNA), snapshot("x"), lease()));
        assertNull(store().find("s"));
    }

    @Test
    default void a_delete_removes_the_record_whatever_its_version() {
        Stamp first = created("s", ANNA);
        store().update("s", first, snapshot("x"), lease());
        assertInstanceOf(StoreResult.Deleted.class, store().delete("s", first));
        assertNull(store().find("s"));
        StoreResult again = store().delete("s", first);
        assertEquals(false, again instanceof StoreResult.Refused, () -> "repeated: " + again);
    }

    @Test
    default void a_delete_with_another_fence_or_owner_is_refused() {
        Stamp stamp = created("s", ANNA);
        refused(store().delete("s", new Stamp(1, 2, ANNA)));
        refused(store().delete("s", Stamp.first(BERT)));
        assertRecord("s", stamp, snapshot("new"));
    }

    @Test
    default void a_delete_of_nothing_is_Absent() {
        assertInstanceOf(StoreResult.Absent.class, store().delete("s", Stamp.first(ANNA)));
    }

    @Test
    default void a_deleted_record_that_had_changed_hands_is_remembered() {
        Stamp annas = created("s", ANNA, "k");
        Stamp berts = written(store().takeOver("s", Claim.despiteLease(BERT, lease(), 1)))
                .stamp();
        assertEquals(new StoreResult.Deleted(2), store().delete("s", berts));
        assertEquals(new StoreResult.Deleted(2), store().update("s", annas, snapshot("x", "k"), lease()));
        assertEquals(new StoreResult.Deleted(2), store().create("s", annas.next(), snapshot("x", "k"), lease()));
        assertEquals(new StoreResult.Deleted(2), store().takeOver("s", Claim.whenExpired(ANNA, lease())));
        assertEquals(new StoreResult.Deleted(2), store().delete("s", berts));
        assertEquals(Set.of("s"), store().renew(ANNA, Set.of("s"), lease()));
        assertNull(store().find("s"));
        assertEquals(0, store().findByKey("k").size());
    }

    @Test
    default void the_largest_record_is_kept() {
        String id = "i".repeat(StoreLimits.MAX_ID_LENGTH);
        String owner = "o".repeat(StoreLimits.MAX_OWNER_LENGTH);
        Set<String> keys = IntStream.range(0, StoreLimits.MAX_KEYS)
                .mapToObj(i -> i
                        + "k"
                                .repeat(StoreLimits.MAX_KEY_LENGTH
                                        - Integer.toString(i).length()))
                .collect(Collectors.toSet());
        byte[] value = new byte[StoreLimits.MAX_VALUE_BYTES];
        Arrays.fill(value, (byte) '1');
        Snapshot largest = new Snapshot(keys, Integer.MAX_VALUE, value);
        store().create(id, Stamp.first(owner), largest, lease());
        assertRecord(id, Stamp.first(owner), largest);
        keys.forEach(key -> assertEquals(1, store().findByKey(key).size()));
    }
}
