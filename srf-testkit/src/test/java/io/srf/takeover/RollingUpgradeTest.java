// SPDX-License-Identifier: Apache-2.0
package io.srf.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.Srf;
import io.srf.testkit.Phone;
import io.srf.testkit.SimCluster;
import io.srf.testkit.SimNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All nodes are replaced by new ones, one after the other, while calls are up and more are being set up. */
class RollingUpgradeTest {
    private static final int CALLS = 60;
    private static final Duration RINGING = Duration.ofMillis(700);

    private final SimCluster cluster = SimCluster.of(2, RollingUpgradeTest::connectsToBob);
    private final List<Phone> callers = new ArrayList<>();

    private static void connectsToBob(Srf srf) {
        srf.invite((req, res) -> {
            srf.session(req).put("caller", req.callingNumber());
            srf.createB2BUA(req, res, "sip:bob@bob.example");
        });
    }

    @AfterEach
    void nothing_is_left() {
        cluster.comesToRest();
        cluster.eachEndWasHeardOnce();
        cluster.close();
    }

    private void call(Random random, int calls) {
        for (int i = 0; i < calls; i++) {
            String name = "caller" + callers.size();
            callers.add(cluster.phone(name).calls(cluster.uri("bob")));
            cluster.passes(Duration.ofMillis(random.nextInt(40)));
        }
    }

    private void drainWhileCallsCome(SimNode node, Random random) {
        CompletableFuture<Void> drained = node.srf().drain();
        call(random, CALLS);
        cluster.passes(Duration.ofSeconds(5));
        assertThat(drained).isCompleted();
        assertThat(node.calls()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void no_call_is_lost(long seed) {
        Random random = new Random(seed);
        cluster.phone("bob").answersAfter(RINGING);
        SimNode first = cluster.nodes().get(0);
        SimNode second = cluster.nodes().get(1);
        call(random, CALLS);
        drainWhileCallsCome(first, random);
        SimNode third = cluster.joins();
        call(random, CALLS);
        drainWhileCallsCome(second, random);
        callers.forEach(Phone::isInCall);
        cluster.passes(Duration.ofMinutes(1));

        assertThat(third.calls()).isEqualTo(callers.size());
        assertThat(third.srf().dialogs())
                .hasSize(2 * callers.size())
                .allMatch(leg -> leg.session().get("caller", String.class).startsWith("caller"));
        callers.forEach(Phone::hangsUp);
        callers.forEach(caller -> caller.sees(200, "BYE").isIdle());
        cluster.passes(Duration.ofSeconds(1));
        assertThat(third.events().stream().filter(event -> event.startsWith("terminate")))
                .hasSize(2 * callers.size());
    }
}
