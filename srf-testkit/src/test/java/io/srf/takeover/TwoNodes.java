// SPDX-License-Identifier: Apache-2.0
package io.srf.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.Srf;
import io.srf.SrfConfig;
import io.srf.testkit.Call;
import io.srf.testkit.Phone;
import io.srf.testkit.SimCluster;
import io.srf.testkit.SimNode;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;

/** Two nodes of an application that connects every caller to Bob, and keeps who called; after each test everything must be over. */
abstract class TwoNodes {
    final SimCluster cluster = cluster();
    final Phone alice = cluster.phone("alice");
    final Phone bob = cluster.phone("bob");

    /** Whether there is a node in the end that knows of the call. */
    boolean somebodyHears = true;

    /** Where the nodes are: both on one engine. */
    SimCluster cluster() {
        return SimCluster.of(2, TwoNodes::connectsToBob, this::configure);
    }

    void configure(SrfConfig.Builder config) {}

    static void connectsToBob(Srf srf) {
        srf.invite((req, res) -> {
            srf.session(req).put("caller", req.callingNumber());
            srf.createB2BUA(req, res, "sip:bob@bob.example");
        });
    }

    @AfterEach
    void nothing_is_left() {
        cluster.comesToRest();
        if (somebodyHears) {
            cluster.eachEndWasHeardOnce();
        }
        cluster.close();
    }

    /** Alice talks to Bob, and all is written. */
    void talk() {
        bob.onCall(Call::answers);
        alice.calls(cluster.uri("bob")).isInCall();
        bob.isInCall();
        passes(Duration.ofMillis(100));
    }

    /** The node that has the call dies; returns the one that is left. */
    SimNode ownerDies() {
        SimNode survivor = cluster.survivor();
        cluster.owner().kill();
        passes(Duration.ofMillis(10));
        return survivor;
    }

    void passes(Duration time) {
        cluster.passes(time);
    }

    /** Both legs ended there, each once. */
    static void bothLegsEndedOn(SimNode node) {
        assertThat(node.events())
                .filteredOn(event -> event.startsWith("terminate"))
                .hasSize(2)
                .anyMatch(event -> event.startsWith("terminate UAS"))
                .anyMatch(event -> event.startsWith("terminate UAC"));
    }
}
