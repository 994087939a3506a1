// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import io.srf.Dialog;
import io.srf.Srf;
import io.srf.SrfConfig;
import io.srf.server.EngineOptions;
import io.srf.server.ServerConfig;
import io.srf.server.SrfServer;
import io.srf.server.transaction.TimerValues;
import io.srf.server.transaction.TransactionSettings;
import io.srf.server.transport.Hosts;
import io.srf.server.transport.ListenAddress;
import io.srf.testkit.Call;
import io.srf.testkit.Phone;
import io.srf.testkit.SimCluster;
import io.srf.testkit.SimNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * Shows the JVM what a node does, so that it can put the classes into its archive: a call over loopback, one whose node dies, and some thousand calls through
 * {@code ./srf b2bua}. From those a JVM that archives profiles, too (JDK 25 and later), knows what is worth compiling before the first call comes.
 *
 * <p>A node that begins with an archive answers the first requests of calls that it takes over in half the time.
 */
final class Training {
    private static final int CALLS = 5_000;
    private static final int AT_A_TIME = 20;
    private static final String SDP =
            "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 40000 RTP/AVP 0\r\n";
    /** Timers of a 25th of the usual length: transactions are over while other calls go on, as they are in a node that runs for long. */
    private static final TimerValues SHORT = TimerValues.of(20, 160, 200);

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int POLL_MILLIS = 50;

    private Training() {}

    /** Runs them all and exits with the code of the first. */
    public static void main(String[] args) throws IOException, InterruptedException {
        int code = Main.run(new String[] {"demo"});
        try (SimCluster cluster = SimCluster.embedded(2, Training::connectsToBob, config -> {})) {
            takeOver(cluster);
        }
        try (SrfServer network = phoneNetwork();
                Srf phones = Srf.create(SrfConfig.Builder::neverBlocks)) {
            phones.invite((req, res) -> {
                res.send(180);
                phones.createUAS(req, res, answer -> answer.localSdp(SDP));
            });
            phones.connect(network).join();
            placeCalls(phones, bridge(network));
        }
        System.exit(code);
    }

    private static SrfServer phoneNetwork() {
        EngineOptions options = EngineOptions.defaults().withTransactions(TransactionSettings.of(SHORT));
        return SrfServer.start(ServerConfig.listen("udp:127.0.0.1:0").withEngine(options));
    }

    /** Begins to bridge calls to this network, until the process ends. */
    private static String bridge(SrfServer network) throws IOException, InterruptedException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        String desk = address(ListenAddress.onFreePort(loopback).getFirst().address());
        String page = address(ListenAddress.onFreePort(loopback).getFirst().address());
        String bob = "sip:bob@" + address(network.listenPoints().getFirst().address());
        String[] command = {
            "b2bua",
            "--listen=udp:" + desk,
            "--to=" + bob,
            "--status=" + page,
            "--t1=" + SHORT.t1(),
            "--t2=" + SHORT.t2(),
            "--t4=" + SHORT.t4()
        };
        Thread.startVirtualThread(() -> Main.run(command));
        awaitHealthy(URI.create("http://" + page + "/healthz"));
        return "sip:bob@" + desk;
    }

    private static String address(InetSocketAddress address) {
        return Hosts.withPort(address);
    }

    private static void awaitHealthy(URI page) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!Healthy.isHealthy(page)) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(page + " does not answer within " + PATIENCE);
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    private static void placeCalls(Srf phones, String desk) throws InterruptedException {
        Semaphore lines = new Semaphore(AT_A_TIME);
        for (int i = 0; i < CALLS; i++) {
            lines.acquire();
            phones.createUAC(desk, offer -> offer.localSdp(SDP))
                    .thenCompose(Dialog::destroy)
                    .whenComplete((over, failure) -> lines.release());
        }
        lines.acquire(AT_A_TIME);
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
