// SPDX-License-Identifier: Apache-2.0
package io.srf.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.Dialog;
import io.srf.Srf;
import io.srf.SrfConfig;
import io.srf.session.SessionOptions;
import io.srf.testkit.Call;
import io.srf.testkit.Phone;
import io.srf.testkit.SimCluster;
import io.srf.testkit.SimNode;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A node dies whose calls are on a drachtio-server: survivors find them by their leases. */
class DrachtioOrphansTest {
    private static final Duration LEASE = Duration.ofSeconds(5);

    private final SimCluster cluster =
            SimCluster.onDrachtio(2, DrachtioOrphansTest::connectsToBob, DrachtioOrphansTest::configure);
    private final Phone alice = cluster.phone("alice");
    private final Phone bob = cluster.phone("bob");

    private static void connectsToBob(Srf srf) {
        srf.invite((req, res) -> {
            srf.session(req).put("keep", req.calledNumber().equals("vip"));
            srf.createB2BUA(req, res, "sip:bob@bob.example");
        });
    }

    private static void configure(SrfConfig.Builder config) {
        config.sessionOptions(SessionOptions.DEFAULT.withLease(LEASE)).keepOrphans(DrachtioOrphansTest::isVip);
    }

    private static boolean isVip(Dialog dialog) {
        return Boolean.TRUE.equals(dialog.session().get("keep", Boolean.class));
    }

    @AfterEach
    void nothing_is_left() {
        cluster.comesToRest();
        cluster.eachEndWasHeardOnce();
        cluster.close();
    }

    private SimNode ownerDiesIn(String called) {
        bob.onCall(Call::answers);
        alice.calls(cluster.uri(called)).isInCall();
        bob.isInCall();
        cluster.passes(Duration.ofSeconds(1));
        SimNode survivor = cluster.survivor();
        cluster.owner().kill();
        return survivor;
    }

    @Test
    void both_legs_are_hung_up_when_the_lease_has_run_out() {
        SimNode survivor = ownerDiesIn("anybody");
        cluster.passes(LEASE.multipliedBy(2));

        assertThat(alice.isTold("BYE").received().request("BYE").header("Reason"))
                .contains("The other side is gone");
        bob.isTold("BYE").isIdle();
        cluster.passes(Duration.ofSeconds(1));
        assertThat(survivor.events()).containsExactlyInAnyOrder("terminate UAS local BYE", "terminate UAC local BYE");
    }

    @Test
    void a_node_that_drains_ends_its_calls_when_its_time_is_up() {
        bob.onCall(Call::answers);
        alice.calls(cluster.uri("anybody")).isInCall();
        SimNode owner = cluster.owner();
        owner.srf().drain();
        alice.isNotTold("BYE", SrfConfig.DEFAULT_DRAIN_TIME.minusSeconds(1));
        alice.isTold("BYE").isIdle();
        bob.isTold("BYE").isIdle();
        cluster.passes(Duration.ofSeconds(1));

        assertThat(owner.events()).contains("terminate UAS local BYE", "terminate UAC local BYE");
    }

    @Test
    void a_node_that_drains_leaves_those_that_the_application_wants_to_keep() {
        bob.onCall(Call::answers);
        alice.calls(cluster.uri("vip")).isInCall();
        SimNode owner = cluster.owner();
        SimNode other = cluster.survivor();
        owner.srf().drain();
        cluster.passes(SrfConfig.DEFAULT_DRAIN_TIME.plus(LEASE));

        assertThat(owner.events()).contains("hand over UAS", "hand over UAC");
        assertThat(other.events()).containsExactlyInAnyOrder("recover UAS", "recover UAC");
        other.srf().dialogs().getFirst().destroy();
        alice.isTold("BYE").isIdle();
        bob.isTold("BYE").isIdle();
    }

    @Test
    void those_that_the_application_wants_to_keep_can_be_used() {
        SimNode survivor = ownerDiesIn("vip");
        cluster.passes(LEASE.multipliedBy(2));

        assertThat(survivor.events()).containsExactlyInAnyOrder("recover UAS", "recover UAC");
        Dialog dialog = survivor.srf().dialogs().getFirst();
        dialog.hold();
        cluster.passes(Duration.ofSeconds(1));
        assertThat(dialog.isOnHold()).isTrue();
        dialog.destroy();
        alice.isTold("BYE").isIdle();
        bob.isTold("BYE").isIdle();
    }
}
