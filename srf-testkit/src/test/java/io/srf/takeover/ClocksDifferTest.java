// SPDX-License-Identifier: Apache-2.0
package io.srf.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.Srf;
import io.srf.session.SessionOptions;
import io.srf.testkit.Call;
import io.srf.testkit.Phone;
import io.srf.testkit.SimCluster;
import io.srf.testkit.SimNode;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The clocks of two nodes differ by as much as a lease, either way (F3). */
class ClocksDifferTest {
    private static final Duration LEASE = SessionOptions.DEFAULT.lease();

    private final SimCluster cluster = SimCluster.of(1, ClocksDifferTest::connectsToBob);
    private final Phone alice = cluster.phone("alice");
    private final Phone bob = cluster.phone("bob");

    private static void connectsToBob(Srf srf) {
        srf.invite((req, res) -> srf.createB2BUA(req, res, "sip:bob@bob.example"));
    }

    @AfterEach
    void nothing_is_left() {
        alice.hangsUp().sees(200, "BYE").isIdle();
        bob.isTold("BYE").isIdle();
        cluster.comesToRest();
        cluster.eachEndWasHeardOnce();
        cluster.close();
    }

    private SimNode talk(int secondsAhead) {
        bob.onCall(Call::answers);
        alice.calls(cluster.uri("bob")).isInCall();
        cluster.passes(Duration.ofMillis(100));
        return cluster.joins(Duration.ofSeconds(secondsAhead));
    }

    @ParameterizedTest
    @ValueSource(ints = {-30, 30})
    void nobody_takes_a_call_whose_owner_is_alive(int secondsAhead) {
        SimNode other = talk(secondsAhead);
        cluster.passes(LEASE.multipliedBy(10));

        assertThat(other.events()).isEmpty();
        assertThat(cluster.store().records())
                .hasSize(1)
                .allMatch(record -> record.stamp().fence() == 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {-30, 30})
    void a_dead_node_s_call_is_taken_when_its_lease_has_run_out_and_not_before(int secondsAhead) {
        SimNode other = talk(secondsAhead);
        cluster.owner().kill();
        cluster.passes(LEASE.dividedBy(2));
        assertThat(other.calls()).isZero();
        cluster.passes(LEASE);
        assertThat(other.calls()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {-30, 30})
    void a_paused_owner_finds_out_that_it_was_overtaken(int secondsAhead) {
        SimNode paused = cluster.nodes().getFirst();
        SimNode other = talk(secondsAhead);
        paused.pause();
        cluster.passes(LEASE.multipliedBy(2));
        paused.resume();
        cluster.passes(Duration.ofSeconds(15));

        assertThat(paused.events()).contains("hand over UAS", "hand over UAC");
        assertThat(other.calls()).isEqualTo(1);
    }
}
