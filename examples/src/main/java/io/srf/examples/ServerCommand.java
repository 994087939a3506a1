// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import io.srf.server.ServerConfig;
import io.srf.server.SrfServer;
import io.srf.server.routing.HttpChooser;
import io.srf.server.routing.HttpRule;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./srf server}: the engine by itself, for applications that connect to its admin port. */
@Command(
        name = "server",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Runs the SIP engine by itself; applications connect to its admin port.")
final class ServerCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(ServerCommand.class);

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "A properties file with these options, such as 'listen=udp:0.0.0.0:5060'; flags win.")
    @SuppressWarnings("UnusedVariable") // read by ConfigFile before the command runs
    private @Nullable Path config;

    @Option(
            names = "--listen",
            paramLabel = "ADDRESSES",
            defaultValue = "udp:0.0.0.0:5060,tcp:0.0.0.0:5060",
            description = "Where phones and carriers reach it (default: ${DEFAULT-VALUE}).")
    private String listen = "";

    @Option(
            names = "--admin",
            paramLabel = "HOST:PORT",
            converter = HostPort.class,
            defaultValue = "127.0.0.1:9022",
            description = "Where applications connect to (default: ${DEFAULT-VALUE}).")
    private InetSocketAddress admin = new InetSocketAddress(0);

    @Option(
            names = "--secret",
            paramLabel = "SECRET",
            defaultValue = "cymru",
            description = "What applications must know (default: ${DEFAULT-VALUE}).")
    private String secret = "";

    @Option(
            names = "--admin-tls",
            description = "Has applications connect by TLS, with the certificates of --tls-cert.")
    private boolean adminTls;

    @Option(
            names = "--request-handler",
            paramLabel = "RULE",
            split = ";",
            converter = Rule.class,
            description =
                    "Whom to ask about new requests, such as 'INVITE http://127.0.0.1:8080/calls',"
                            + " '* POST https://routing.example/' or 'INVITE tcp://127.0.0.1:9033'. May be given again for another method.")
    private List<HttpRule> handlers = new ArrayList<>();

    @Mixin
    private final EngineFlags flags = new EngineFlags();

    @Override
    public Integer call() {
        HttpChooser chooser = handlers.isEmpty() ? null : new HttpChooser(handlers);
        ServerConfig plain = flags.config(listen).withAdmin(admin, secret);
        ServerConfig asking =
                chooser == null ? plain : plain.withEngine(plain.engine().withChooser(chooser));
        ServerConfig settings = adminTls ? asking.withAdminTls(flags.tls()) : asking;
        try (Closing asked = Closing.of(chooser);
                SrfServer server = SrfServer.start(settings);
                Closing page = flags.statusPage(server)) {
            EngineFlags.printWhere(server);
            System.out.println("applications connect to " + server.adminAddress() + (adminTls ? " by TLS" : ""));
            untilStopped();
        }
        return 0;
    }

    /** Waits until the process is told to end, or this thread is interrupted. */
    static void untilStopped() {
        untilStopped(() -> {});
    }

    /** The same; a process that is told to end does this first. */
    static void untilStopped(Runnable farewell) {
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            farewell.run();
            stopped.countDown();
        }));
        try {
            stopped.await();
        } catch (InterruptedException e) {
            LOG.debug("interrupted, so the command ends");
        }
    }
}
