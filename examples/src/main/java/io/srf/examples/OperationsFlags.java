// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import io.srf.SrfConfig;
import io.srf.examples.operations.LogFormat;
import io.srf.examples.operations.Logs;
import io.srf.examples.operations.Operations;
import io.srf.examples.operations.Reload.Change;
import io.srf.examples.operations.Reload.Reloadable;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;
import picocli.CommandLine.Option;

/** The flags of every command that an operator runs for long. */
final class OperationsFlags {
    private static final Set<String> LOG_OPTIONS = Set.of("log-format", "log-level", "log-levels");

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "A YAML file with these options, such as 'listen: udp:0.0.0.0:5060'. Flags win, then the environment (SRF_LISTEN), then the file.")
    @SuppressWarnings("UnusedVariable") // read by Configuration before the command runs
    private @Nullable Path config;

    @Option(
            names = "--status",
            paramLabel = "HOST:PORT",
            converter = HostPort.class,
            description =
                    "The operations port, for loopback: /healthz, /readyz, /metrics, /status, /calls, and POST /reload.")
    private @Nullable InetSocketAddress status;

    @Option(
            names = "--drain",
            paramLabel = "SECONDS",
            converter = Seconds.class,
            description =
                    "How long calls may go on after SIGTERM (default: 30); a second SIGTERM ends the process at once.")
    private Duration drain = SrfConfig.DEFAULT_DRAIN_TIME;

    @Option(
            names = "--log-format",
            paramLabel = "text|json",
            description = "Writes the log for people, or an object of JSON in each line (default: text).")
    private @Nullable LogFormat format;

    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            description = "Logs what is at least so grave: ${COMPLETION-CANDIDATES} (default: WARN).")
    private @Nullable Level level;

    @Option(
            names = "--log-levels",
            paramLabel = "LOGGER=LEVEL",
            split = ",",
            description = "The same for single loggers, such as io.srf.server.routing=DEBUG.")
    private Map<String, Level> levels = new LinkedHashMap<>();

    Duration drain() {
        return drain;
    }

    /** An operations port that is not open yet. */
    Operations operations() {
        return new Operations(status);
    }

    /** What is wanted of the log. */
    Logs.Wanted logs() {
        return new Logs.Wanted(format, level, levels);
    }

    /** Takes up other options of the log, from these flags of the command. */
    static <C> Reloadable<C> reloadable(Logs logs, Function<C, OperationsFlags> flags) {
        return new Reloadable<>(LOG_OPTIONS, command -> {
            Logs.Wanted wanted = flags.apply(command).logs();
            return new Change(() -> logs.become(wanted));
        });
    }
}
