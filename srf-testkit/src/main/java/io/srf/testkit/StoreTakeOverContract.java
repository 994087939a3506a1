// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.srf.session.Claim;
import io.srf.session.SessionRecord;
import io.srf.session.Stamp;
import io.srf.session.StoreResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Takeover and leases: one owner at a time, and a former owner writes nothing more. */
interface StoreTakeOverContract extends StoreUnderTest {
    @Test
    default void a_takeover_is_refused_while_the_lease_runs() throws Exception {
        Stamp stamp = created("s", ANNA);
        assertEquals(stamp, refused(store().takeOver("s", whenExpired(BERT))).stamp());
        pass(lease().dividedBy(2));
        assertEquals(stamp, refused(store().takeOver("s", whenExpired(BERT))).stamp());
        assertRecord("s", stamp, snapshot("new"));
    }

    @Test
    default void a_takeover_after_the_lease_raises_the_fence_and_keeps_the_snapshot() throws Exception {
        Stamp stamp = created("s", ANNA, "k");
        pass(lease());
        SessionRecord taken = written(store().takeOver("s", whenExpired(BERT)));
        assertEquals(stamp.takenBy(BERT), taken.stamp());
        assertEquals(new Stamp(2, 2, BERT), taken.stamp());
        assertEquals(snapshot("new", "k"), taken.snapshot());
        assertRecord("s", taken.stamp(), taken.snapshot());
        assertEquals(1, store().findByKey("k").size());
    }

    @Test
    default void a_takeover_despite_the_lease_needs_the_fence_it_ends() {
        created("s", ANNA);
        refused(store().takeOver("s", Claim.despiteLease(BERT, lease(), 2)));
        assertEquals(
                2,
                written(store().takeOver("s", Claim.despiteLease(BERT, lease(), 1)))
                        .stamp()
                        .fence());
        SessionRecord current = refused(store().takeOver("s", Claim.despiteLease("carl", lease(), 1)));
        assertEquals(BERT, current.stamp().owner());
    }

    @Test
    default void a_takeover_may_be_repeated() throws Exception {
        created("s", ANNA);
        pass(lease());
        Stamp taken = written(store().takeOver("s", whenExpired(BERT))).stamp();
        assertEquals(taken, written(store().takeOver("s", whenExpired(BERT))).stamp());
        assertEquals(
                taken,
                written(store().takeOver("s", Claim.despiteLease(BERT, lease(), 1)))
                        .stamp());
    }

    @Test
    default void a_takeover_of_nothing_is_Absent() {
        assertInstanceOf(StoreResult.Absent.class, store().takeOver("s", whenExpired(BERT)));
    }

    @Test
    default void many_are_taken_over_at_once_and_each_by_itself() throws Exception {
        created("first", ANNA);
        created("second", ANNA, "k");
        pass(lease());
        created("running", ANNA);
        Map<String, StoreResult> results =
                store().takeOverAll(List.of("first", "second", "running", "nothing"), whenExpired(BERT));
        assertEquals(Set.of("first", "second", "running", "nothing"), results.keySet());
        assertEquals(new Stamp(2, 2, BERT), result("first", results).stamp());
        assertEquals(snapshot("new", "k"), result("second", results).snapshot());
        assertInstanceOf(StoreResult.Refused.class, results.get("running"));
        assertInstanceOf(StoreResult.Absent.class, results.get("nothing"));
        assertRecord("first", new Stamp(2, 2, BERT), snapshot("new"));
    }

    @Test
    default void many_that_are_taken_over_once_more_stay_as_they_are() throws Exception {
        List<String> ids = List.of("s1", "s2", "s3");
        ids.forEach(id -> created(id, ANNA));
        pass(lease());
        store().takeOverAll(ids, whenExpired(BERT));
        Map<String, StoreResult> again = store().takeOverAll(ids, whenExpired(BERT));
        ids.forEach(id -> assertEquals(new Stamp(2, 2, BERT), result(id, again).stamp()));
        store().takeOverAll(ids, whenExpired("carl"))
                .values()
                .forEach(result -> assertInstanceOf(StoreResult.Refused.class, result));
    }

    @Test
    default void an_owner_that_slept_through_a_takeover_can_not_write() throws Exception {
        Stamp annas = created("s", ANNA, "k");
        pass(lease().plusMillis(1));
        Stamp berts = written(store().takeOver("s", whenExpired(BERT))).stamp();
        assertEquals(
                berts,
                refused(store().update("s", annas, snapshot("stale", "z"), lease()))
                        .stamp());
        assertEquals(
                berts,
                refused(store().update("s", annas.next(), snapshot("stale"), lease()))
                        .stamp());
        assertEquals(
                berts,
                refused(store().create("s", annas, snapshot("stale"), lease())).stamp());
        assertEquals(berts, refused(store().delete("s", annas)).stamp());
        assertEquals(Set.of("s"), store().renew(ANNA, Set.of("s"), lease()));
        assertRecord("s", berts, snapshot("new", "k"));
        assertEquals(0, store().findByKey("z").size());
    }

    @Test
    default void an_owner_whose_lease_ran_out_still_writes_if_nobody_took_over() throws Exception {
        Stamp stamp = created("s", ANNA);
        pass(lease());
        stamp = written(store().update("s", stamp, snapshot("late"), lease())).stamp();
        refused(store().takeOver("s", whenExpired(BERT)));
        assertRecord("s", stamp, snapshot("late"));
    }

    @Test
    default void fences_grow_with_every_takeover() {
        Stamp stamp = created("s", ANNA);
        for (int i = 1; i <= 20; i++) {
            String next = i % 2 == 0 ? ANNA : BERT;
            Stamp taken = written(store().takeOver("s", Claim.despiteLease(next, lease(), stamp.fence())))
                    .stamp();
            assertEquals(stamp.fence() + 1, taken.fence());
            assertTrue(taken.version() > stamp.version());
            stamp = written(store().update("s", taken, snapshot("x" + i), lease()))
                    .stamp();
        }
        assertEquals(21, stamp.fence());
    }

    @Test
    default void an_owner_that_returns_does_not_get_its_old_fence_back() {
        Stamp old = created("s", ANNA);
        store().takeOver("s", Claim.despiteLease(BERT, lease(), 1));
        Stamp back = written(store().takeOver("s", Claim.despiteLease(ANNA, lease(), 2)))
                .stamp();
        assertEquals(3, back.fence());
        assertEquals(
                back,
                refused(store().update("s", old, snapshot("stale"), lease())).stamp());
        assertEquals(back, refused(store().delete("s", old)).stamp());
    }

    @Test
    default void renewed_leases_begin_anew_and_nothing_else_changes() throws Exception {
        Stamp stamp = created("s", ANNA);
        pass(lease().dividedBy(2));
        assertEquals(Set.of(), store().renew(ANNA, List.of("s"), lease()));
        pass(lease().dividedBy(2));
        refused(store().takeOver("s", whenExpired(BERT)));
        assertRecord("s", stamp, snapshot("new"));
        pass(lease());
        written(store().takeOver("s", whenExpired(BERT)));
    }

    @Test
    default void a_write_renews_the_lease() throws Exception {
        Stamp stamp = created("s", ANNA);
        pass(lease().dividedBy(2));
        store().update("s", stamp, snapshot("x"), lease());
        pass(lease().dividedBy(2));
        refused(store().takeOver("s", whenExpired(BERT)));
    }

    @Test
    default void leases_of_others_and_of_nothing_are_not_renewed() throws Exception {
        created("mine", ANNA);
        created("theirs", BERT);
        pass(lease().dividedBy(2));
        assertEquals(Set.of("theirs", "nothing"), store().renew(ANNA, List.of("mine", "theirs", "nothing"), lease()));
        pass(lease().dividedBy(2));
        refused(store().takeOver("mine", whenExpired("carl")));
        written(store().takeOver("theirs", whenExpired("carl")));
    }

    @Test
    default void a_lease_that_is_given_up_ends_at_once() {
        created("s", ANNA);
        assertEquals(Set.of(), store().renew(ANNA, List.of("s"), Duration.ZERO));
        assertEquals(
                2, written(store().takeOver("s", whenExpired(BERT))).stamp().fence());
    }

    @Test
    default void leases_are_counted_by_the_store_s_clock_alone() throws Exception {
        Stamp stamp = created("s", ANNA);
        SessionRecord before = found("s");
        pass(lease().dividedBy(2));
        store().update("s", stamp, snapshot("x"), lease());
        Duration moved = Duration.between(before.leaseUntil(), found("s").leaseUntil());
        assertTrue(moved.compareTo(lease().dividedBy(2)) >= 0, () -> "moved by " + moved);
    }

    private SessionRecord result(String id, Map<String, StoreResult> results) {
        return written(Objects.requireNonNull(results.get(id)));
    }

    private Claim whenExpired(String owner) {
        return Claim.whenExpired(owner, lease());
    }
}
