// SPDX-License-Identifier: Apache-2.0
package io.srf.takeover;

import io.srf.B2buaOptions;
import io.srf.Srf;
import io.srf.sip.Methods;
import io.srf.testkit.RandomPhones;
import io.srf.testkit.SimCluster;
import io.srf.testkit.SimNode;
import io.srf.testkit.Thorough;
import io.srf.testkit.Will;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Nodes that die, come, stop for a while and lose their links at any time, while phones do whatever comes to their minds on a bad network: when all is
 * quiet, who believes to be in a call is in one that a living node has, and when all have hung up nothing is left.
 */
class RandomTakeoverTest {
    private static final int RUNS = Thorough.runs(30, 400);
    private static final int STEPS = 40;
    private static final int MOST_MILLIS_BETWEEN_STEPS = 400;
    private static final int MOST_NODES = 4;
    /** Longer than leases, transactions, and what is asked of phones whose node has died. */
    private static final Duration UNTIL_ALL_IS_QUIET = Duration.ofMinutes(10);

    @Test
    void whenever_nodes_die_nobody_talks_to_a_ghost() {
        Thorough.eachSeed(RUNS, seed -> {
            try (Run run = new Run(seed)) {
                run.go();
            }
        });
    }

    /** One run. */
    private static final class Run implements AutoCloseable {
        private final Random random;
        private final Random ofApplication;
        private final SimCluster cluster;
        private final RandomPhones phones;

        Run(long seed) {
            random = new Random(seed);
            ofApplication = new Random(seed);
            cluster = SimCluster.of(2, this::app);
            phones = new RandomPhones(random, cluster::phone, cluster.uri("desk"));
        }

        private void app(Srf srf) {
            B2buaOptions options = B2buaOptions.builder()
                    .bridge(Methods.REFER, (leg, refer, answer) -> srf.transfer(refer, answer))
                    .build();
            srf.invite((req, res) -> srf.createB2BUA(
                    req, res, RandomPhones.uri(ofApplication.nextBoolean() ? "bob" : "carol"), options));
        }

        void go() {
            cluster.sim().network().will(RandomPhones.BAD_NETWORK);
            for (int step = 0; step < STEPS; step++) {
                if (random.nextInt(8) > 0) {
                    phones.act();
                } else {
                    nodesChange(random.nextInt(5));
                }
                cluster.passes(Duration.ofMillis(random.nextInt(MOST_MILLIS_BETWEEN_STEPS)));
            }
            cluster.sim().network().will(Will.GOOD);
            living().forEach(SimNode::resume);
            cluster.passes(UNTIL_ALL_IS_QUIET);
            phones.talkToNoGhosts(applications(living()), applications(cluster.nodes()));
            phones.end();
            cluster.comesToRest();
        }

        private void nodesChange(int what) {
            List<SimNode> living = living();
            SimNode node = living.get(random.nextInt(living.size()));
            switch (what) {
                case 0, 1 -> {
                    if (living.size() > 1) {
                        node.kill();
                    }
                }
                case 2 -> {
                    if (living.size() < MOST_NODES) {
                        cluster.joins();
                    }
                }
                case 3 -> {
                    node.pause();
                    cluster.passes(Duration.ofMillis(random.nextInt(2_000)));
                    node.resume();
                }
                default -> node.losesLink();
            }
        }

        private List<SimNode> living() {
            return cluster.nodes().stream().filter(node -> !node.isDead()).toList();
        }

        private static List<Srf> applications(List<SimNode> nodes) {
            return nodes.stream().map(SimNode::srf).toList();
        }

        @Override
        public void close() {
            cluster.close();
        }
    }
}
