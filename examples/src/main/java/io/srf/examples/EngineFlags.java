// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import io.srf.server.EngineOptions;
import io.srf.server.ServerConfig;
import io.srf.server.SrfServer;
import io.srf.server.sessiontimer.SessionTimerOptions;
import io.srf.server.tls.TlsOptions;
import io.srf.server.transport.NettyLoops;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The flags of every command that runs an engine. */
final class EngineFlags {
    @Option(names = "--loops", paramLabel = "N", description = "How many event loops (default: half the cores).")
    private @Nullable Integer loops;

    @Option(
            names = "--status",
            paramLabel = "HOST:PORT",
            converter = HostPort.class,
            description = "Serves GET /status of the engine in this process there, as JSON.")
    private @Nullable InetSocketAddress status;

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

    @Mixin
    private final TlsFlags tls = new TlsFlags();

    @Mixin
    private final ProtectionFlags protection = new ProtectionFlags();

    /** What was said of TLS. */
    TlsOptions tls() {
        return tls.options();
    }

    /** An engine that listens at these addresses. */
    ServerConfig config(String listen) {
        EngineOptions options = EngineOptions.defaults()
                .withSessionTimers(new SessionTimerOptions(sessionExpires, minSe))
                .withProtection(protection.options());
        return ServerConfig.listen(listen)
                .withEngine(options)
                .withTls(tls())
                .withLoops(loops == null ? NettyLoops.defaultCount() : loops);
    }

    /** The status page of this engine, if it is asked for. */
    Closing statusPage(SrfServer engine) {
        return Closing.of(status == null ? null : new StatusPage(status, engine));
    }

    /** Says where the engine listens. */
    static void printWhere(SrfServer engine) {
        engine.listenPoints()
                .forEach(p -> System.out.println("listening on " + p.protocol().lower() + ' ' + p.address()));
    }
}
