// SPDX-License-Identifier: Apache-2.0
package io.srf.benchmarks;

import io.srf.Srf;
import io.srf.SrfConfig;
import io.srf.UasOptions;
import io.srf.app.Proxying;
import io.srf.link.Connector;
import io.srf.link.LinkOptions;
import io.srf.server.SrfServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * What the load scripts load, and what loads others where SIPp cannot: an application of one line, which never blocks, on an engine of its own or on that of
 * {@code ./srf server}.
 *
 * <pre>
 * SRF_MAIN=io.srf.benchmarks.LoadedApp SRF_CLASSPATH=benchmarks/target/classes ./srf ROLE --listen udp:127.0.0.1:5060 --status 127.0.0.1:8080
 * </pre>
 *
 * <p>{@code uas} answers calls with 200. {@code proxy} passes them on to {@code --to}; {@code --record-route off} leaves it out of what follows. {@code uac}
 * places calls to {@code --to} when the status port is asked to, see {@link LoadStatus}. It says {@code ready} and runs until it is killed.
 */
public final class LoadedApp {
    private LoadedApp() {}

    /** Runs the role. */
    public static void main(String[] args) throws IOException, InterruptedException {
        LoadFlags flags = new LoadFlags(List.of(args));
        Srf srf = Srf.create(SrfConfig.Builder::neverBlocks);
        take(flags, srf);
        Connector server = flags.server();
        if (server == null) {
            SrfServer engine = SrfServer.start(flags.engine());
            srf.connect(engine).join();
            InetSocketAddress status = flags.status();
            if (status != null) {
                PlacedCalls calls = flags.role().equals("uac") ? new PlacedCalls(srf, flags.to()) : null;
                new LoadStatus(engine, calls).open(status);
            }
        } else {
            srf.connect(server, LinkOptions.of(flags.secret())).join();
        }
        System.out.println("ready");
        new CountDownLatch(1).await();
    }

    private static void take(LoadFlags flags, Srf srf) {
        switch (flags.role()) {
            case "uac" -> {}
            case "uas" -> {
                UasOptions answer =
                        UasOptions.builder().localSdp(StatelessPhone.SDP).build();
                srf.invite((req, res) -> srf.createUAS(req, res, answer));
            }
            case "proxy" -> {
                Proxying.Builder target = Proxying.to(flags.to());
                Proxying how = (flags.recordsRoute() ? target.remainInDialog() : target).build();
                srf.invite((req, res) -> srf.proxyRequest(req, how));
            }
            default ->
                throw new IllegalArgumentException("unknown role " + flags.role() + ", expected uas, proxy or uac");
        }
    }
}
