// SPDX-License-Identifier: Apache-2.0
package io.srf.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.session.SessionOptions;
import io.srf.testkit.Call;
import io.srf.testkit.Phone;
import io.srf.testkit.SimCluster;
import io.srf.testkit.SimNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A node with many calls dies. */
class ManyCallsTest {
    private static final int CALLS = 300;

    @Test
    void two_survivors_share_the_calls_of_a_dead_node_and_each_call_goes_on() {
        try (SimCluster cluster =
                SimCluster.of(1, srf -> srf.invite((req, res) -> srf.createB2BUA(req, res, "sip:bob@bob.example")))) {
            cluster.phone("bob").onCall(Call::answers);
            List<Phone> callers = new ArrayList<>();
            for (int i = 0; i < CALLS; i++) {
                callers.add(cluster.phone("caller" + i).calls(cluster.uri("bob")));
            }
            callers.forEach(Phone::isInCall);
            cluster.passes(Duration.ofSeconds(1));
            SimNode dead = cluster.owner();
            SimNode first = cluster.joins();
            SimNode second = cluster.joins();
            dead.kill();
            cluster.passes(SessionOptions.DEFAULT.lease().multipliedBy(2));

            assertThat(first.calls() + second.calls()).isEqualTo(CALLS);
            callers.forEach(Phone::hangsUp);
            callers.forEach(Phone::isIdle);
            cluster.comesToRest();
        }
    }
}
