// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import io.srf.Dialog;
import io.srf.Srf;
import io.srf.SrfConfig;
import io.srf.server.SrfServer;
import io.srf.session.SessionStore;
import io.srf.session.memory.MemorySessionStore;
import io.srf.testkit.Call;
import io.srf.testkit.Phone;
import io.srf.testkit.SimCluster;
import io.srf.testkit.SimNode;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * Shows the JVM what a node does, so that it can put the classes into its archive: a call over loopback, one whose node dies, and some thousand calls one after the other.
 * From those a JVM that archives profiles, too (JDK 25 and later), knows what is worth compiling before the first call comes.
 *
 * <p>A node that begins with an archive answers the first requests of calls that it takes over in half the time.
 */
final class Training {
    private static final int CALLS = 5_000;
    private static final int AT_A_TIME = 20;
    private static final String ANY_PORT = "udp:127.0.0.1:0";
    private static final String SDP =
            "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 40000 RTP/AVP 0\r\n";

    private Training() {}

    /** Runs them all and exits with the code of the first. */
    public static void main(String[] args) throws InterruptedException {
        int code = Main.run(new String[] {"demo"});
        try (SimCluster cluster = SimCluster.embedded(2, Training::connectsToBob, config -> {})) {
            takeOver(cluster);
        }
        placeCalls();
        System.exit(code);
    }

    /** Calls through {@code ./srf b2bua}, more or less: an application that does not block, with its engine and a store in memory. */
    private static void placeCalls() throws InterruptedException {
        try (SrfServer desk = SrfServer.embedded(ANY_PORT);
                SrfServer network = SrfServer.embedded(ANY_PORT);
                SessionStore store = MemorySessionStore.create();
                Srf bridging = Srf.create(config -> config.sessions(store).neverBlocks());
                Srf phones = Srf.create(SrfConfig.Builder::neverBlocks)) {
            bridging.invite((req, res) -> bridging.createB2BUA(req, res, uri(network)));
            phones.invite((req, res) -> phones.createUAS(req, res, answer -> answer.localSdp(SDP)));
            bridging.connect(desk).join();
            phones.connect(network).join();
            Semaphore lines = new Semaphore(AT_A_TIME);
            for (int i = 0; i < CALLS; i++) {
                lines.acquire();
                phones.createUAC(uri(desk), offer -> offer.localSdp(SDP))
                        .thenCompose(Dialog::destroy)
                        .whenComplete((over, failure) -> lines.release());
            }
            lines.acquire(AT_A_TIME);
        }
    }

    private static String uri(SrfServer engine) {
        return "sip:bob@127.0.0.1:" + engine.listenPoints().getFirst().address().getPort();
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
