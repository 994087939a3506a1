// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import io.srf.examples.operations.Logs;
import io.srf.examples.operations.Operations;
import io.srf.examples.operations.Reload;
import io.srf.examples.operations.Reload.Reloadable;
import io.srf.examples.operations.StopSignals;
import io.srf.server.DrainPolicy;
import io.srf.server.OptionsPing;
import io.srf.server.ServerConfig;
import io.srf.server.SrfServer;
import io.srf.server.routing.HttpRule;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./srf server}: the engine by itself, for applications that connect to its admin port. */
@Command(
        name = "server",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Runs the SIP engine by itself; applications connect to its admin port.")
final class ServerCommand implements Callable<Integer> {
    /** What pings get unless something else is said: on drachtio-servers they are an application's. */
    private static final OptionsPing PING = OptionsPing.REFUSE;

    @Option(
            names = "--listen",
            paramLabel = "ADDRESSES",
            split = ",",
            converter = Listen.class,
            defaultValue = "udp:0.0.0.0:5060,tcp:0.0.0.0:5060",
            description = "Where phones and carriers reach it (default: ${DEFAULT-VALUE}).")
    private List<String> listen = new ArrayList<>();

    @Option(
            names = "--admin",
            paramLabel = "HOST:PORT|unix:FILE",
            converter = AdminAddress.class,
            defaultValue = "127.0.0.1:9022",
            description =
                    "Where applications connect to; unix:/run/srf/admin.sock for those of the same user on this machine alone,"
                            + " without a port (default: ${DEFAULT-VALUE}).")
    private SocketAddress admin = new InetSocketAddress(0);

    @Option(
            names = "--admin-group",
            paramLabel = "NAME",
            description = "Lets the users of this group connect to --admin unix:FILE, too.")
    private @Nullable String adminGroup;

    @Option(
            names = "--secret",
            paramLabel = "SECRET",
            defaultValue = ServerConfig.DEFAULT_SECRET,
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

    @Option(
            names = "--drain-policy",
            paramLabel = "POLICY",
            description =
                    "What becomes of calls that go on after --drain: ${COMPLETION-CANDIDATES}; the second is for an engine that gets the same"
                            + " address (default: ${DEFAULT-VALUE}).")
    private DrainPolicy drainPolicy = DrainPolicy.END;

    @Mixin
    private final EngineFlags flags = new EngineFlags();

    @Mixin
    private final OperationsFlags operator = new OperationsFlags();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        ServerConfig settings = settings();
        try (StopSignals stop = new StopSignals();
                Logs logs = new Logs();
                Handlers asked = new Handlers(handlers);
                Operations operations = operator.operations()) {
            logs.become(operator.logs());
            ServerConfig asking = settings.withEngine(settings.engine().withChooser(asked.chooser()));
            try (SrfServer server = SrfServer.start(asking)) {
                Reload<ServerCommand> reload = reload(logs, asked, server);
                stop.onHangUp(reload::reload);
                operations
                        .shows(server, asked::isEmpty)
                        .needs(stop.check())
                        .reloads(reload)
                        .open();
                EngineFlags.printWhere(server);
                SocketAddress port = server.adminAddress();
                System.out.println("applications connect to " + AdminAddress.text(port == null ? admin : port)
                        + (adminTls ? " by TLS" : ""));
                if (stop.await()) {
                    server.drain(operator.drain(), drainPolicy).join();
                    System.out.println("drained");
                }
            }
        }
        return 0;
    }

    /** What the flags say; throws {@link IllegalArgumentException} if they do not fit together. */
    private ServerConfig settings() {
        ServerConfig own = flags.config(listen, PING).withAdmin(admin, secret);
        ServerConfig plain = own;
        if (adminGroup != null) {
            AdminAddress.requireFile(admin, "--admin-group");
            plain = own.withAdminGroup(adminGroup);
        }
        if (!adminTls) {
            return plain;
        }
        AdminAddress.requirePort(admin, "--admin-tls");
        return plain.withAdminTls(flags.tls());
    }

    private Reload<ServerCommand> reload(Logs logs, Handlers asked, SrfServer server) {
        List<Reloadable<ServerCommand>> parts = new ArrayList<>();
        parts.add(new Reloadable<>(Set.of(), command -> {
            command.settings();
            return EngineFlags.newCertificates(server);
        }));
        parts.add(OperationsFlags.reloadable(logs, command -> command.operator));
        parts.addAll(ProtectionFlags.reloadable(server, command -> command.flags.protection()));
        parts.add(EngineFlags.reloadablePing(server, command -> command.flags, PING));
        parts.add(new Reloadable<>(Set.of("request-handler"), command -> asked.prepare(command.handlers, server)));
        Start start = Start.of(Objects.requireNonNull(spec));
        return new Reload<>(() -> start.again(ServerCommand.class), start.configuration(), parts);
    }
}
