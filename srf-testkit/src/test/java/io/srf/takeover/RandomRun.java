// SPDX-License-Identifier: Apache-2.0
package io.srf.takeover;

import io.srf.B2buaOptions;
import io.srf.Srf;
import io.srf.sip.Methods;
import io.srf.testkit.RandomPhones;
import io.srf.testkit.SimCluster;
import io.srf.testkit.SimNode;
import io.srf.testkit.Will;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * Phones that do whatever comes to their minds on a bad network, while something happens to nodes and engines: when all is quiet, who believes to be in a
 * call must be in one that a living node has, and when all have hung up nothing may be left.
 */
abstract class RandomRun implements AutoCloseable {
    private static final int STEPS = 40;
    private static final int MOST_MILLIS_BETWEEN_STEPS = 400;
    private static final int MOST_NODES = 4;
    /** Longer than leases, transactions, and what is asked of phones whose node has died. */
    private static final Duration UNTIL_ALL_IS_QUIET = Duration.ofMinutes(10);

    final Random random;
    final SimCluster cluster;
    final RandomPhones phones;
    private final Random ofApplication;

    /** With this many nodes of the application, made like this. */
    RandomRun(long seed, BiFunction<Integer, Consumer<Srf>, SimCluster> nodes) {
        random = new Random(seed);
        ofApplication = new Random(seed);
        cluster = nodes.apply(2, this::app);
        phones = new RandomPhones(random, cluster::phone, cluster.uri("desk"));
    }

    private void app(Srf srf) {
        B2buaOptions options = B2buaOptions.builder()
                .bridge(Methods.REFER, (leg, refer, answer) -> srf.transfer(refer, answer))
                .build();
        srf.invite((req, res) ->
                srf.createB2BUA(req, res, RandomPhones.uri(ofApplication.nextBoolean() ? "bob" : "carol"), options));
    }

    /** Something happens to a node, or to an engine. */
    abstract void changes();

    final void go() {
        cluster.sim().network().will(RandomPhones.BAD_NETWORK);
        for (int step = 0; step < STEPS; step++) {
            if (random.nextInt(8) > 0) {
                phones.act();
            } else {
                changes();
            }
            cluster.passes(Duration.ofMillis(random.nextInt(MOST_MILLIS_BETWEEN_STEPS)));
        }
        cluster.sim().network().will(Will.GOOD);
        living().forEach(SimNode::resume);
        cluster.passes(UNTIL_ALL_IS_QUIET);
        Set<String> unheard = new HashSet<>(cluster.lostFarewells());
        unheard.addAll(cluster.lostAnswers());
        phones.talkToNoGhosts(applications(living()), applications(cluster.nodes()), unheard);
        ends();
        cluster.comesToRest();
    }

    /** All packets, and what the application heard. */
    final String whatHappened() {
        return cluster.sim().trace()
                + cluster.nodes().stream().map(SimNode::events).toList().toString();
    }

    /** All hang up. */
    void ends() {
        phones.end();
    }

    /** Any node that is alive. */
    final SimNode anyNode() {
        List<SimNode> living = living();
        return living.get(random.nextInt(living.size()));
    }

    /** A node dies, unless it is the last. */
    final void dies(SimNode node) {
        if (living().size() > 1) {
            node.kill();
        }
    }

    /** One more node joins, if there are not too many. */
    final void joins() {
        if (living().size() < MOST_NODES) {
            cluster.joins();
        }
    }

    /** A node stops for a while. */
    final void stops(SimNode node) {
        node.pause();
        cluster.passes(Duration.ofMillis(random.nextInt(2_000)));
        node.resume();
    }

    final List<SimNode> living() {
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
