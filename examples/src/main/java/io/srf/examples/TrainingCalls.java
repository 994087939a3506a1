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
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The calls of a {@link Training}, on loopback: phones, and what {@code ./srf} connects them by. */
final class TrainingCalls implements AutoCloseable {
    private static final int CALLS = 2_000;
    private static final int AT_A_TIME = 20;
    private static final String SDP =
            "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 40000 RTP/AVP 0\r\n";
    /** Timers of a 25th of the usual length: transactions are over while other calls go on, as they are in a node that runs for long. */
    private static final TimerValues SHORT = TimerValues.of(20, 160, 200);

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int POLL_MILLIS = 50;
    private static final String SECRET = "--secret=training";

    private final SrfServer network;
    private final Srf phones;

    /** Gets the phones ready. */
    TrainingCalls() {
        EngineOptions options = EngineOptions.defaults().withTransactions(TransactionSettings.of(SHORT));
        network = SrfServer.start(ServerConfig.listen("udp:127.0.0.1:0").withEngine(options));
        phones = Srf.create(SrfConfig.Builder::neverBlocks);
        phones.invite((req, res) -> {
            res.send(180);
            phones.createUAS(req, res, answer -> answer.localSdp(SDP));
        });
        phones.connect(network).join();
    }

    /** Begins {@code ./srf b2bua}, which runs until the process ends; returns where it listens. */
    String embedded() throws IOException, InterruptedException {
        String desk = freeAddress();
        begin("readyz", engine("b2bua", desk), "--to=" + bob());
        return desk;
    }

    /** The same with {@code ./srf server} beside it. */
    String twoParts() throws IOException, InterruptedException {
        String desk = freeAddress();
        String admin = freeAddress();
        begin("healthz", engine("server", desk), "--admin=" + admin, SECRET);
        begin("readyz", Stream.of("b2bua"), "--to=" + bob(), "--server=" + admin, SECRET);
        return desk;
    }

    private static Stream<String> engine(String command, String desk) {
        return Stream.of(
                command, "--listen=udp:" + desk, "--t1=" + SHORT.t1(), "--t2=" + SHORT.t2(), "--t4=" + SHORT.t4());
    }

    private String bob() {
        return "sip:bob@" + Hosts.withPort(network.listenPoints().getFirst().address());
    }

    /** Runs a command, and waits until this page of it says 200. */
    private static void begin(String page, Stream<String> command, String... more)
            throws IOException, InterruptedException {
        String status = freeAddress();
        String[] words = Stream.concat(command, Stream.concat(Arrays.stream(more), Stream.of("--status=" + status)))
                .toArray(String[]::new);
        Thread.startVirtualThread(() -> Main.run(words));
        awaitPage(URI.create("http://" + status + "/" + page));
    }

    /** Places some thousand calls, of which each is answered and hung up. */
    void place(String desk) throws InterruptedException {
        Semaphore lines = new Semaphore(AT_A_TIME);
        for (int i = 0; i < CALLS; i++) {
            take(lines, 1);
            phones.createUAC("sip:bob@" + desk, offer -> offer.localSdp(SDP))
                    .thenCompose(Dialog::destroy)
                    .whenComplete((over, failure) -> lines.release());
        }
        take(lines, AT_A_TIME);
    }

    private static void take(Semaphore lines, int some) throws InterruptedException {
        if (!lines.tryAcquire(some, PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("calls do not end within " + PATIENCE);
        }
    }

    private static String freeAddress() throws IOException {
        return Hosts.withPort(ListenAddress.onFreePort(InetAddress.getLoopbackAddress())
                .getFirst()
                .address());
    }

    private static void awaitPage(URI page) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!Healthy.isHealthy(page)) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(page + " does not answer within " + PATIENCE);
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    @Override
    public void close() {
        phones.close();
        network.close();
    }
}
