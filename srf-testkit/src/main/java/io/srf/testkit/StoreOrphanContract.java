// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.srf.session.Claim;
import io.srf.session.IdPage;
import io.srf.session.Stamp;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Survivors find the records whose owner is gone, page by page. */
interface StoreOrphanContract extends StoreUnderTest {
    @Test
    default void only_records_whose_lease_ran_out_are_orphans() throws Exception {
        created("old", ANNA);
        pass(lease().dividedBy(2));
        created("young", ANNA);
        assertEquals(Set.of(), orphans(10));
        pass(lease().dividedBy(2));
        assertEquals(Set.of("old"), orphans(10));
    }

    @Test
    default void pages_are_bounded_and_together_name_every_orphan() throws Exception {
        Set<String> ids = IntStream.range(0, 25).mapToObj(i -> "s" + i).collect(Collectors.toSet());
        ids.forEach(id -> created(id, ANNA));
        created("held", BERT);
        pass(lease());
        assertEquals(Set.of(), store().renew(BERT, List.of("held"), lease()));
        for (int limit : new int[] {1, 7, 25, 26, 1000}) {
            assertEquals(new TreeSet<>(ids), new TreeSet<>(orphans(limit)), "pages of " + limit);
        }
    }

    @Test
    default void orphans_that_are_taken_between_pages_hide_no_others() {
        Set<String> ids = IntStream.range(0, 25).mapToObj(i -> "s" + i).collect(Collectors.toSet());
        ids.forEach(id -> created(id, ANNA));
        store().renew(ANNA, ids, Duration.ZERO);
        Set<String> taken = new HashSet<>();
        String from = IdPage.START;
        do {
            IdPage page = store().orphans(from, 4);
            for (String id : page.ids()) {
                written(store().takeOver(id, Claim.whenExpired(BERT, lease())));
                assertTrue(taken.add(id), () -> id + " twice");
            }
            from = page.next();
        } while (!from.equals(IdPage.END));
        assertEquals(ids, taken);
        assertEquals(Set.of(), orphans(10));
    }

    @Test
    default void a_deleted_record_is_no_orphan() {
        Stamp stamp = created("s", ANNA);
        store().renew(ANNA, List.of("s"), Duration.ZERO);
        assertEquals(Set.of("s"), orphans(10));
        store().delete("s", stamp);
        assertEquals(Set.of(), orphans(10));
    }

    private Set<String> orphans(int limit) {
        Set<String> ids = new HashSet<>();
        String from = IdPage.START;
        do {
            IdPage page = store().orphans(from, limit);
            assertTrue(page.ids().size() <= limit, () -> page.ids().size() + " ids");
            ids.addAll(page.ids());
            from = page.next();
        } while (!from.equals(IdPage.END));
        return ids;
    }
}
