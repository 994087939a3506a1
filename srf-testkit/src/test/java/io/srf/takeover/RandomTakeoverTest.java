// SPDX-License-Identifier: Apache-2.0
package io.srf.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.testkit.SimCluster;
import io.srf.testkit.SimNode;
import io.srf.testkit.Thorough;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Nodes that die, come, stop for a while and lose their links at any time, and engines that die and begin anew, while phones do whatever comes to their
 * minds on a bad network: nobody talks to a ghost, and nothing is left.
 */
class RandomTakeoverTest {
    private static final int RUNS = Thorough.runs(30, 400);
    private static final int RUNS_WITH_ENGINES = Thorough.runs(15, 400);
    /** In this run survivors find several orphans at once, and take them in the order of their ids. */
    private static final long SEED_WITH_ORPHANS = 20_011;

    @Test
    void whenever_nodes_die_nobody_talks_to_a_ghost() {
        eachSeed(RUNS, Nodes::new);
    }

    @Test
    void whenever_an_engine_begins_anew_nobody_talks_to_a_ghost() {
        eachSeed(RUNS_WITH_ENGINES, Restarts::new);
    }

    @Test
    void whenever_nodes_die_with_their_engines_nobody_talks_to_a_ghost() {
        eachSeed(RUNS_WITH_ENGINES, Embedded::new);
    }

    @Test
    void whenever_processes_stand_still_for_longer_than_a_lease_nobody_talks_to_a_ghost() {
        eachSeed(RUNS_WITH_ENGINES, Frozen::new);
    }

    /**
     * Of runs that have shown something: nodes that were overtaken and then met an engine without memory, a BYE or a 2xx that was lost with its engine, an INVITE that another node got again, and a
     * process that stood still with the answer to its BYE, or let go of a dialog and claimed it back before it answered a BYE,
     * or was overtaken while it stood still and then got one, or an ACK, or had lost its own BYE before.
     */
    @Test
    void seeds_that_once_failed_do_so_no_more() {
        Stream.of(9_555L, 20_133L, 9_522L).map(Restarts::new).forEach(RandomTakeoverTest::whatHappens);
        Stream.of(9_544L, 41_187L, 41_994L, 41_712L).map(Embedded::new).forEach(RandomTakeoverTest::whatHappens);
        Stream.of(52_132L, 53_069L, 54_174L, 55_194L, 55_314L, 55_731L, 57_774L, 58_091L)
                .map(Frozen::new)
                .forEach(RandomTakeoverTest::whatHappens);
    }

    @Test
    void the_same_seed_gives_the_same_run() {
        assertThat(Stream.generate(() -> whatHappens(new Restarts(SEED_WITH_ORPHANS)))
                        .limit(4))
                .containsOnly(whatHappens(new Restarts(SEED_WITH_ORPHANS)));
        assertThat(whatHappens(new Embedded(1))).isEqualTo(whatHappens(new Embedded(1)));
    }

    private static String whatHappens(RandomRun run) {
        try (run) {
            run.go();
            return run.whatHappened();
        }
    }

    private static void eachSeed(int runs, LongFunction<RandomRun> run) {
        Thorough.eachSeed(runs, seed -> {
            try (RandomRun each = run.apply(seed)) {
                each.go();
            }
        });
    }

    /** Nodes die, come, stop and lose their links, and the engine goes on. */
    private static class Nodes extends RandomRun {
        Nodes(long seed) {
            super(seed, SimCluster::of);
        }

        @Override
        void changes() {
            changes(random.nextInt(5));
        }

        void changes(int what) {
            SimNode node = anyNode();
            switch (what) {
                case 0, 1 -> dies(node);
                case 2 -> joins();
                case 3 -> stops(node);
                default -> node.losesLink();
            }
        }
    }

    /** The same, and the engine begins anew without what it knew. */
    private static final class Restarts extends Nodes {
        Restarts(long seed) {
            super(seed);
        }

        @Override
        void changes() {
            int what = random.nextInt(7);
            if (what < 5) {
                changes(what);
            } else {
                cluster.engineRestarts();
            }
        }

        @Override
        void ends() {
            phones.giveUp();
            super.ends();
        }
    }

    /** Nodes with an engine in their process stand still, some for longer than a lease, and others take their calls. */
    private static final class Frozen extends RandomRun {
        private static final int LONGEST_SECONDS = 50;

        Frozen(long seed) {
            super(seed, (nodes, app) -> SimCluster.embedded(nodes, app, config -> {}));
        }

        @Override
        void changes() {
            if (random.nextInt(3) == 0) {
                joins();
                return;
            }
            SimNode node = anyNode();
            node.pause();
            cluster.passes(Duration.ofSeconds(random.nextInt(LONGEST_SECONDS)));
            node.resume();
        }

        @Override
        void ends() {
            phones.giveUp();
            super.ends();
        }
    }

    /** Nodes with an engine in their process die and come; another one gets the addresses of those that died, and has them until it dies itself. */
    private static final class Embedded extends RandomRun {
        private @Nullable SimNode heir;

        Embedded(long seed) {
            super(seed, (nodes, app) -> SimCluster.embedded(nodes, app, config -> {}));
        }

        @Override
        void changes() {
            if (random.nextBoolean()) {
                dies(anyNode());
                addressesMove();
            } else {
                joins();
            }
        }

        @Override
        void ends() {
            phones.giveUp();
            super.ends();
        }

        /** That an address has moved says that who had it is gone: so none moves from a node that lives. */
        private void addressesMove() {
            SimNode now = heir == null || heir.isDead() ? anyNode() : heir;
            heir = now;
            List<InetSocketAddress> ofDead = cluster.nodes().stream()
                    .filter(SimNode::isDead)
                    .map(SimNode::address)
                    .toList();
            cluster.sim().network().detour(packet -> ofDead.contains(packet.to()), now.address());
        }
    }
}
