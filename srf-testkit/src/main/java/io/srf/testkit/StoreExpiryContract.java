// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.srf.session.Claim;
import io.srf.session.IdPage;
import io.srf.session.Stamp;
import io.srf.session.StoreResult;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A record that nobody touches expires, and whoever still has its call makes it again. */
interface StoreExpiryContract extends StoreUnderTest {
    @Test
    default void a_record_expires_with_its_keys() throws Exception {
        created("s", ANNA, "k");
        pass(retention());
        assertNull(store().find("s"));
        assertEquals(List.of(), store().findByKey("k"));
        assertEquals(List.of(), store().orphans(IdPage.START, 10).ids());
    }

    @Test
    default void an_orphan_is_kept_until_it_expires() throws Exception {
        created("s", ANNA, "k");
        pass(retention().minus(lease().dividedBy(2)));
        assertEquals(1, store().findByKey("k").size());
        written(store().takeOver("s", Claim.whenExpired(BERT, lease())));
        pass(retention().minus(lease().dividedBy(2)));
        assertEquals(BERT, found("s").stamp().owner());
    }

    @Test
    default void renewals_and_updates_keep_a_record_from_expiring() throws Exception {
        Stamp stamp = created("s", ANNA, "k");
        pass(retention().dividedBy(2));
        assertEquals(0, store().renew(ANNA, List.of("s"), lease()).size());
        pass(retention().dividedBy(2));
        stamp = written(store().update("s", stamp, snapshot("x", "k"), lease())).stamp();
        pass(retention().dividedBy(2));
        assertRecord("s", stamp, snapshot("x", "k"));
        assertEquals(1, store().findByKey("k").size());
    }

    @Test
    default void an_expired_record_is_made_again_with_the_same_fence() throws Exception {
        created("s", ANNA);
        Stamp stamp = written(store().takeOver("s", Claim.despiteLease(BERT, lease(), 1)))
                .stamp();
        pass(retention());
        assertInstanceOf(StoreResult.Absent.class, store().update("s", stamp, snapshot("x", "k"), lease()));
        assertEquals(List.of("s"), List.copyOf(store().renew(BERT, List.of("s"), lease())));
        Stamp again = stamp.next();
        assertEquals(
                again,
                written(store().create("s", again, snapshot("x", "k"), lease())).stamp());
        assertEquals(2, found("s").stamp().fence());
        assertEquals(1, store().findByKey("k").size());
    }
}
