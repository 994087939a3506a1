// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import io.srf.B2buaOptions;
import io.srf.Srf;
import io.srf.examples.operations.Logs;
import io.srf.examples.operations.Operations;
import io.srf.examples.operations.Reload;
import io.srf.examples.operations.Reload.Change;
import io.srf.examples.operations.Reload.Reloadable;
import io.srf.examples.operations.StopSignals;
import io.srf.examples.operations.StoreCheck;
import io.srf.link.LinkOptions;
import io.srf.link.TcpOptions;
import io.srf.server.OptionsPing;
import io.srf.server.ServerConfig;
import io.srf.server.SrfServer;
import io.srf.server.tls.TlsContexts;
import io.srf.session.SessionStore;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./srf b2bua}: connects every caller to one destination. */
@Command(
        name = "b2bua",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Connects every caller to one destination, as a back-to-back user agent.")
final class B2buaCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(B2buaCommand.class);
    private static final int CONNECT_SECONDS = 10;
    /** What pings get unless something else is said: the engine in this process is all that carriers could ask. */
    private static final OptionsPing PING = OptionsPing.ANSWER;

    private static final Change NOTHING = new Change(() -> {});

    @Option(
            names = "--listen",
            paramLabel = "ADDRESSES",
            split = ",",
            converter = Listen.class,
            defaultValue = "udp:127.0.0.1:5060",
            description = "Where callers reach the engine in this process (default: ${DEFAULT-VALUE}).")
    private List<String> listen = new ArrayList<>();

    @Option(names = "--to", paramLabel = "URI", required = true, description = "Whom callers are connected to.")
    private String to = "";

    @Option(
            names = "--server",
            paramLabel = "HOST:PORT|unix:FILE",
            converter = AdminAddress.class,
            description = "Use the engine at this admin port or UNIX domain socket instead of one in this process.")
    private @Nullable SocketAddress server;

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

    @Mixin
    private final OperationsFlags operator = new OperationsFlags();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        check();
        try (StopSignals stop = new StopSignals();
                Logs logs = new Logs();
                Operations operations = operator.operations();
                SessionStore store = operations.metered(kept.open());
                Srf srf = application(store)) {
            logs.become(operator.logs());
            operations.needs(stop.check()).needs(new StoreCheck(store)).shows(srf);
            if (server == null) {
                runEmbedded(srf, operations, stop, logs);
            } else {
                operations
                        .reloads(reload(stop, logs, List.of(checked(() -> NOTHING))))
                        .open();
                runRemote(srf, server, stop);
            }
        }
        return 0;
    }

    /** Throws {@link IllegalArgumentException} if the flags do not fit together. */
    private void check() {
        DestinationUri destination = DestinationUri.parse(to);
        callee.options();
        ServerConfig config = engine();
        if (server == null) {
            destination.requireTransport(config.listen());
        } else {
            EngineFlags.requireNone(Objects.requireNonNull(spec), serverTls);
            if (serverTls) {
                AdminAddress.requirePort(server, "--server-tls");
            }
        }
    }

    /** An engine in this process; it is all that there is, so it is also who carriers ask whether it takes calls. */
    private ServerConfig engine() {
        return flags.config(listen, PING);
    }

    private Srf application(SessionStore store) {
        B2buaOptions options = callee.options();
        Srf srf = Srf.create(cfg -> {
            kept.into(cfg, store).drainTime(operator.drain());
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

    private void runEmbedded(Srf srf, Operations operations, StopSignals stop, Logs logs) {
        try (SrfServer engine = SrfServer.start(engine())) {
            DestinationUri.parse(to).requireElsewhere(engine.listenPoints());
            srf.connect(engine).orTimeout(CONNECT_SECONDS, TimeUnit.SECONDS).join();
            operations
                    .shows(engine, () -> true)
                    .reloads(reload(stop, logs, partsOf(engine)))
                    .open();
            EngineFlags.printWhere(engine);
            System.out.println("ready");
            stop.await();
            leave(srf, stop);
        }
    }

    private void runRemote(Srf srf, SocketAddress address, StopSignals stop) {
        Duration patience = Duration.ofSeconds(CONNECT_SECONDS);
        AdminAddress.requireReachable(address, patience);
        AdminAddress.waitFor(
                srf.connect(AdminAddress.connector(address, linkOptions()), LinkOptions.of(secret)), address, patience);
        System.out.println("ready");
        stop.await();
        leave(srf, stop);
    }

    private Reload<B2buaCommand> reload(StopSignals stop, Logs logs, List<Reloadable<B2buaCommand>> engineParts) {
        Start start = Start.of(Objects.requireNonNull(spec));
        List<Reloadable<B2buaCommand>> parts = new ArrayList<>(engineParts);
        parts.add(OperationsFlags.reloadable(logs, command -> command.operator));
        Reload<B2buaCommand> reload = new Reload<>(() -> start.again(B2buaCommand.class), start.configuration(), parts);
        stop.onHangUp(reload::reload);
        return reload;
    }

    private static List<Reloadable<B2buaCommand>> partsOf(SrfServer engine) {
        List<Reloadable<B2buaCommand>> parts = new ArrayList<>();
        parts.add(checked(() -> EngineFlags.newCertificates(engine)));
        parts.addAll(ProtectionFlags.reloadable(engine, command -> command.flags.protection()));
        parts.add(EngineFlags.reloadablePing(engine, command -> command.flags, PING));
        return parts;
    }

    /** Looks at each reload whether the flags fit together, and then gets ready for this. */
    private static Reloadable<B2buaCommand> checked(Supplier<Change> then) {
        return new Reloadable<>(Set.of(), command -> {
            command.check();
            return then.get();
        });
    }

    private TcpOptions linkOptions() {
        return serverTls
                ? TcpOptions.DEFAULT.withTls(new TlsContexts(flags.tls()).clientContext())
                : TcpOptions.DEFAULT;
    }

    /** Calls that other nodes can go on with are left to them; others may end within the drain time, and are ended then. */
    private void leave(Srf srf, StopSignals stop) {
        if (stop.isTold()) {
            (kept.isShared() ? srf.drain() : srf.shutdown()).join();
            System.out.println("drained");
        }
    }
}
