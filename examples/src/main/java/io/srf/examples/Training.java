// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import io.srf.Srf;
import io.srf.testkit.Call;
import io.srf.testkit.Phone;
import io.srf.testkit.SimCluster;
import io.srf.testkit.SimNode;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows the JVM what a node does, so that it can put the classes into its archive: a call over loopback, one whose node dies, and some thousand calls through
 * {@code ./srf b2bua}. From those a JVM that archives profiles, too (JDK 25 and later), knows what is worth compiling before the first call comes.
 *
 * <p>A node that begins with an archive answers the first requests of calls that it takes over in half the time.
 */
final class Training {
    private static final Logger LOG = LoggerFactory.getLogger(Training.class);

    private Training() {}

    /** Runs them all, and exits with 0 if all went well. */
    public static void main(String[] args) {
        System.exit(Main.run(new String[] {"demo"}) == 0 && train() ? 0 : 1);
    }

    private static boolean train() {
        try (SimCluster cluster = SimCluster.embedded(2, Training::connectsToBob, config -> {});
                TrainingCalls calls = new TrainingCalls()) {
            takeOver(cluster);
            calls.place(calls.embedded());
            calls.place(calls.twoParts());
            return true;
        } catch (IOException | InterruptedException | RuntimeException | AssertionError e) {
            LOG.error("the training failed", e);
            return false;
        }
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
