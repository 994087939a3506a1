// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.srf.session.Claim;
import io.srf.session.Stamp;
import io.srf.session.StoreResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Several nodes write one record at once: one wins, and no update is lost. */
interface StoreRaceContract extends StoreUnderTest {
    /** Nodes that write at the same moment. */
    int NODES = 8;

    /** How often they do. */
    int ROUNDS = 50;

    @Test
    default void no_update_is_lost_in_any_history_of_two_owners() {
        for (int seed = 0; seed < histories(); seed++) {
            new TwoOwners(store(), lease(), seed).act();
        }
    }

    @Test
    default void one_of_many_creates_wins() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String id = "s" + round;
            assertEquals(1, winners(node -> store().create(id, Stamp.first("n" + node), snapshot("x"), lease())));
        }
    }

    @Test
    default void one_of_many_updates_wins() throws Exception {
        Stamp stamp = created("s", ANNA);
        for (int round = 0; round < ROUNDS; round++) {
            Stamp expected = stamp;
            String text = round + " by ";
            assertEquals(1, winners(node -> store().update("s", expected, snapshot(text + node), lease())));
            stamp = found("s").stamp();
            assertEquals(expected.next(), stamp);
        }
    }

    @Test
    default void one_of_many_takeovers_wins() throws Exception {
        Stamp stamp = created("s", ANNA);
        for (int round = 0; round < ROUNDS; round++) {
            long fence = stamp.fence();
            String name = round + "-";
            assertEquals(1, winners(node -> store().takeOver("s", Claim.despiteLease(name + node, lease(), fence))));
            stamp = found("s").stamp();
            assertEquals(fence + 1, stamp.fence());
        }
    }

    private static int winners(IntFunction<StoreResult> write) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newFixedThreadPool(NODES)) {
            List<Future<StoreResult>> results = new ArrayList<>();
            for (int i = 0; i < NODES; i++) {
                int node = i;
                results.add(threads.submit(() -> {
                    start.await();
                    return write.apply(node);
                }));
            }
            start.countDown();
            int winners = 0;
            for (Future<StoreResult> result : results) {
                winners += result.get() instanceof StoreResult.Written ? 1 : 0;
            }
            return winners;
        }
    }
}
