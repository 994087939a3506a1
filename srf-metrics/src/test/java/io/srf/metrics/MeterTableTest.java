// SPDX-License-Identifier: Apache-2.0
package io.srf.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.srf.Srf;
import io.srf.server.ServerConfig;
import io.srf.server.SrfServer;
import io.srf.session.SessionStore;
import io.srf.session.memory.MemorySessionStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The table in the README has every meter, and no other. */
class MeterTableTest {
    private static final Pattern METER = Pattern.compile("`(srf_\\w+)`");
    private static final Pattern SHOWN = Pattern.compile("(?m)^# TYPE (srf_\\w+?)(?:_max)? ");

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    @AfterEach
    void closes() {
        registry.close();
    }

    private static Set<String> names(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(name -> name.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void every_meter_is_in_the_table_and_no_other() throws IOException {
        ServerConfig config = ServerConfig.listen("udp:127.0.0.1:0")
                .withAdmin(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), "secret");
        try (SrfServer engine = SrfServer.start(config);
                SessionStore store = new MeteredSessionStore(MemorySessionStore.create(), registry);
                Srf srf = Srf.create(cfg -> cfg.app("meters"))) {
            new EngineMetrics(engine).bindTo(registry);
            new AppMetrics(srf).bindTo(registry);
            store.find("nobody");

            String table = Files.readString(Path.of("README.md"));
            assertThat(names(METER, table.substring(table.indexOf("| meter"), table.indexOf("The registry keeps"))))
                    .isEqualTo(names(SHOWN, registry.scrape()));
        }
    }
}
