// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import io.srf.Srf;
import io.srf.testkit.Call;
import io.srf.testkit.Phone;
import io.srf.testkit.SimCluster;
import io.srf.testkit.SimNode;
import java.time.Duration;

/**
 * Shows the JVM what a node does, so that it can put the classes into its archive: a call over loopback, and one whose node dies.
 *
 * <p>A node that begins with an archive answers the first requests of calls that it takes over in half the time.
 */
final class Training {
    private Training() {}

    /** Runs both calls and exits with the code of the first. */
    public static void main(String[] args) {
        int code = Main.run(new String[] {"demo"});
        try (SimCluster cluster = SimCluster.embedded(2, Training::connectsToBob, config -> {})) {
            takeOver(cluster);
        }
        System.exit(code);
    }

    private static void connectsToBob(Srf srf) {
        srf.invite((req, res) -> {
            srf.session(req).put("caller", req.callingNumber());
            srf.createB2BUA(req, res, "sip:bob@bob.example");
        });
    }

    private static void takeOver(SimCluster cluster) {
        Phone alice = cluster.phone("alice");
        Phone bob = cluster.phone("bob");
        bob.onCall(Call::answers);
        alice.calls(cluster.uri("bob")).isInCall();
        bob.isInCall();
        cluster.passes(Duration.ofMillis(100));

        SimNode dying = cluster.owner();
        SimNode survivor = cluster.survivor();
        dying.kill();
        cluster.sim().network().detour(packet -> packet.to().equals(dying.address()), survivor.address());
        alice.holds().sees(200, "INVITE").resumes().sees(200, "INVITE");
        alice.hangsUp().sees(200, "BYE").isIdle();
        bob.isTold("BYE").isIdle();
        cluster.comesToRest();
    }
}
