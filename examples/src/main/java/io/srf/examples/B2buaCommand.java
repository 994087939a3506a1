// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import io.srf.B2buaOptions;
import io.srf.Srf;
import io.srf.link.LinkOptions;
import io.srf.link.TcpConnector;
import io.srf.link.TcpOptions;
import io.srf.server.SrfServer;
import io.srf.server.tls.TlsContexts;
import io.srf.session.SessionStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./srf b2bua}: connects every caller to one destination. */
@Command(
        name = "b2bua",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Connects every caller to one destination, as a back-to-back user agent.")
final class B2buaCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(B2buaCommand.class);
    private static final int CONNECT_SECONDS = 10;

    @Option(
            names = "--listen",
            paramLabel = "ADDRESSES",
            defaultValue = "udp:127.0.0.1:5060",
            description = "Where callers reach the engine in this process (default: ${DEFAULT-VALUE}).")
    private String listen = "";

    @Option(names = "--to", paramLabel = "URI", required = true, description = "Whom callers are connected to.")
    private String to = "";

    @Option(
            names = "--server",
            paramLabel = "HOST:PORT",
            converter = HostPort.class,
            description = "Use the engine at this admin port instead of one in this process.")
    private @Nullable InetSocketAddress server;

    @Option(
            names = "--secret",
            paramLabel = "SECRET",
            defaultValue = "cymru",
            description = "What that engine wants to hear (default: ${DEFAULT-VALUE}).")
    private String secret = "";

    @Option(
            names = "--server-tls",
            description = "Connects to that engine by TLS; its certificate must be one that --tls-trust trusts.")
    private boolean serverTls;

    @Option(names = "--events", description = "Prints when dialogs begin, are taken over from another node, and end.")
    private boolean events;

    @Mixin
    private final StoreFlags kept = new StoreFlags();

    @Mixin
    private final CallFlags callee = new CallFlags();

    @Mixin
    private final EngineFlags flags = new EngineFlags();

    @Override
    public Integer call() {
        DestinationUri.check(to);
        try (SessionStore store = kept.open();
                Srf srf = application(store)) {
            if (server == null) {
                runEmbedded(srf);
            } else {
                runRemote(srf, server);
            }
        }
        return 0;
    }

    private Srf application(SessionStore store) {
        B2buaOptions options = callee.options();
        Srf srf = Srf.create(cfg -> {
            kept.into(cfg, store);
            if (!events) {
                cfg.neverBlocks();
            }
        });
        if (events) {
            DialogLog.attach(srf);
        }
        srf.invite((req, res) -> srf.createB2BUA(req, res, to, options)
                .whenComplete(
                        (call, failure) -> LOG.debug("call of {}: {}", req.from(), failure == null ? "up" : failure)));
        return srf;
    }

    private void runEmbedded(Srf srf) {
        try (SrfServer engine = SrfServer.start(flags.config(listen));
                Closing page = flags.statusPage(engine)) {
            srf.connect(engine).orTimeout(CONNECT_SECONDS, TimeUnit.SECONDS).join();
            EngineFlags.printWhere(engine);
            System.out.println("ready");
            ServerCommand.untilStopped();
        }
    }

    private void runRemote(Srf srf, InetSocketAddress address) {
        checkReachable(address);
        srf.connect(new TcpConnector(address.getHostString(), address.getPort(), linkOptions()), LinkOptions.of(secret))
                .orTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
                .join();
        System.out.println("ready");
        ServerCommand.untilStopped(() -> leave(srf));
    }

    private TcpOptions linkOptions() {
        return serverTls
                ? TcpOptions.DEFAULT.withTls(new TlsContexts(flags.tls()).clientContext())
                : TcpOptions.DEFAULT;
    }

    /** Calls that other nodes can go on with are left to them. */
    private void leave(Srf srf) {
        if (kept.isShared()) {
            srf.drain().join();
            System.out.println("drained");
        }
    }

    /** A link waits for an engine that is not there yet; a command line should rather say so. */
    private static void checkReachable(InetSocketAddress address) {
        try (Socket socket = new Socket()) {
            socket.connect(address, (int) TimeUnit.SECONDS.toMillis(CONNECT_SECONDS));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot connect to " + address.getHostString() + ':' + address.getPort() + ": " + e.getMessage(),
                    e);
        }
    }
}
