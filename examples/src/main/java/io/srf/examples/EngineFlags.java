// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import io.srf.examples.operations.Reload.Change;
import io.srf.examples.operations.Reload.Reloadable;
import io.srf.server.EngineOptions;
import io.srf.server.OptionsPing;
import io.srf.server.ServerConfig;
import io.srf.server.SrfServer;
import io.srf.server.lookup.DnsOptions;
import io.srf.server.proxy.RecordRouteKey;
import io.srf.server.sessiontimer.SessionTimerOptions;
import io.srf.server.tls.NewCertificates;
import io.srf.server.tls.TlsOptions;
import io.srf.server.transport.Hosts;
import io.srf.server.transport.NettyLoops;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/** The flags of every command that runs an engine. */
final class EngineFlags {
    @Option(names = "--loops", paramLabel = "N", description = "How many event loops (default: half the cores).")
    private @Nullable Integer loops;

    @Option(
            names = "--session-expires",
            paramLabel = "SECONDS",
            description =
                    "Has calls refreshed in this interval if the other side knows session timers (RFC 4028); 0 for only"
                            + " where application or peer ask for it (default: ${DEFAULT-VALUE}).")
    private int sessionExpires = SessionTimerOptions.DEFAULT.interval();

    @Option(
            names = "--min-se",
            paramLabel = "SECONDS",
            description = "Refuses shorter session intervals with 422 (default: ${DEFAULT-VALUE}).")
    private int minSe = SessionTimerOptions.DEFAULT.minSe();

    @Option(
            names = "--reconnect",
            paramLabel = "SECONDS",
            converter = Seconds.class,
            description =
                    "How long the calls of a browser, or of a phone behind a NAT, wait for it to connect again when its connection"
                            + " has closed; 0 ends them at once (default: 32).")
    private Duration reconnect = EngineOptions.RECONNECT_TIME;

    @Option(
            names = "--dns",
            paramLabel = "HOST:PORT",
            description =
                    "Asks these name servers, IP addresses separated by commas; port 53 where none is named (default: those of"
                            + " the system).")
    private @Nullable String dns;

    @Option(
            names = "--record-route-key",
            paramLabel = "KEY",
            converter = Key.class,
            description =
                    "Signs the route of calls that are passed on; the same for engines that stand in for one another, and after"
                            + " a restart (default: made of the secret of the admin port, or random where that has none of its own).")
    private @Nullable RecordRouteKey recordRouteKey;

    @Option(
            names = "--options-ping",
            paramLabel = "answer|refuse",
            converter = PingName.class,
            description =
                    "What an OPTIONS gets that asks the engine itself and that no application wants: 200, or 503 while nobody takes"
                            + " calls; or 503 always (default: refuse by `server`, answer by `b2bua`).")
    private @Nullable OptionsPing ping;

    @Mixin
    private final TimerFlags timers = new TimerFlags();

    @Mixin
    private final TlsFlags tls = new TlsFlags();

    @Mixin
    private final ProtectionFlags protection = new ProtectionFlags();

    private static final class Key implements ITypeConverter<RecordRouteKey> {
        @Override
        public RecordRouteKey convert(String text) {
            try {
                return new RecordRouteKey(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    private static final class PingName extends EnumName<OptionsPing> {
        PingName() {
            super(OptionsPing.class);
        }
    }

    /**
     * Takes up at a reload what pings get.
     *
     * @param usual what they get if nothing else was said
     */
    static <C> Reloadable<C> reloadablePing(SrfServer engine, Function<C, EngineFlags> flags, OptionsPing usual) {
        return new Reloadable<>(Set.of("options-ping"), command -> {
            OptionsPing answer = flags.apply(command).ping(usual);
            return new Change(() -> engine.optionsPing(answer));
        });
    }

    private OptionsPing ping(OptionsPing usual) {
        return ping == null ? usual : ping;
    }

    /** What was said of protection. */
    ProtectionFlags protection() {
        return protection;
    }

    /** What was said of TLS. */
    TlsOptions tls() {
        return tls.options();
    }

    /**
     * An engine that listens at these addresses.
     *
     * @param usual what pings get if nothing else was said
     */
    ServerConfig config(List<String> listen, OptionsPing usual) {
        EngineOptions options = EngineOptions.defaults()
                .withTransactions(timers.settings())
                .withSessionTimers(new SessionTimerOptions(sessionExpires, minSe))
                .withProtection(protection.options())
                .withReconnectTime(reconnect)
                .withOptionsPing(ping(usual));
        return ServerConfig.listen(String.join(",", listen))
                .withEngine(recordRouteKey == null ? options : options.withRecordRouteKey(recordRouteKey))
                .withTls(tls())
                .withDns(dns == null ? DnsOptions.DEFAULT : DnsOptions.parse(dns))
                .withLoops(loops == null ? NettyLoops.defaultCount() : loops);
    }

    /**
     * Throws {@link IllegalArgumentException} if flags were given that only an engine in this process could heed.
     *
     * @param byTls whether an engine elsewhere is connected to by TLS, so that those of TLS count
     */
    static void requireNone(CommandSpec command, boolean byTls) {
        ParseResult given = command.commandLine().getParseResult();
        CommandSpec engine = CommandSpec.forAnnotatedObject(new EngineFlags());
        List<String> idle = Stream.concat(
                        Stream.of("--listen"), engine.options().stream().map(OptionSpec::longestName))
                .filter(given::hasMatchedOption)
                .filter(name -> !byTls || !name.startsWith("--tls-"))
                .toList();
        if (!idle.isEmpty()) {
            throw new IllegalArgumentException(String.join(", ", idle)
                    + ": no meaning with --server, for the engine there has its own (expected: without)");
        }
    }

    /** Gets ready to take up files of certificates that have changed; throws {@link IllegalArgumentException} if one cannot be used. */
    static Change newCertificates(SrfServer engine) {
        NewCertificates certificates = engine.newCertificates();
        Set<String> files = certificates.files().stream().map(Path::toString).collect(Collectors.toSet());
        return new Change(files, certificates::use);
    }

    /** Says where the engine listens. */
    static void printWhere(SrfServer engine) {
        engine.listenPoints()
                .forEach(p ->
                        System.out.println("listening on " + p.protocol().lower() + ' ' + Hosts.withPort(p.address())));
    }
}
