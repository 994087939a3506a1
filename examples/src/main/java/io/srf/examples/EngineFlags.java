// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import io.srf.server.EngineOptions;
import io.srf.server.ServerConfig;
import io.srf.server.SrfServer;
import io.srf.server.lookup.DnsOptions;
import io.srf.server.sessiontimer.SessionTimerOptions;
import io.srf.server.tls.TlsOptions;
import io.srf.server.transport.NettyLoops;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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

    @Mixin
    private final TlsFlags tls = new TlsFlags();

    @Mixin
    private final ProtectionFlags protection = new ProtectionFlags();

    /** What was said of protection. */
    ProtectionFlags protection() {
        return protection;
    }

    /** What was said of TLS. */
    TlsOptions tls() {
        return tls.options();
    }

    /** An engine that listens at these addresses. */
    ServerConfig config(List<String> listen) {
        EngineOptions options = EngineOptions.defaults()
                .withSessionTimers(new SessionTimerOptions(sessionExpires, minSe))
                .withProtection(protection.options())
                .withReconnectTime(reconnect);
        return ServerConfig.listen(String.join(",", listen))
                .withEngine(options)
                .withTls(tls())
                .withDns(dns == null ? DnsOptions.DEFAULT : DnsOptions.parse(dns))
                .withLoops(loops == null ? NettyLoops.defaultCount() : loops);
    }

    /** Says where the engine listens. */
    static void printWhere(SrfServer engine) {
        engine.listenPoints()
                .forEach(p -> System.out.println("listening on " + p.protocol().lower() + ' ' + p.address()));
    }
}
