// SPDX-License-Identifier: Apache-2.0
package io.srf.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.srf.Srf;
import io.srf.server.SrfServer;
import java.lang.ref.WeakReference;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeptMetersTest {
    private static final Duration FULL_COLLECTION = Duration.ofSeconds(30);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    @AfterEach
    void closes() {
        registry.close();
    }

    private static void collectGarbage() {
        WeakReference<Object> garbage = new WeakReference<>(new Object());
        await().atMost(FULL_COLLECTION).until(() -> {
            System.gc();
            return garbage.refersTo(null);
        });
    }

    private double counter(String name) {
        return registry.get(name).functionCounters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    private static double added(MeterRegistry registry, double[] value) {
        Kept.counter("some.events", () -> value[0]).register(registry);
        return registry.get("some.events").functionCounter().count();
    }

    @Test
    void a_counter_goes_on_after_a_garbage_collection() {
        double[] value = {1};
        assertThat(added(registry, value)).isOne();

        collectGarbage();
        value[0] = 2;

        assertThat(counter("some.events")).isEqualTo(2);
    }

    @Test
    void the_meters_of_an_engine_need_nobody_to_hold_them() {
        try (SrfServer engine = SrfServer.embedded("udp:127.0.0.1:0")) {
            new EngineMetrics(engine).bindTo(registry);
            collectGarbage();

            assertThat(registry.scrape())
                    .contains("srf_dialogs 0.0", "srf_routes{method=\"INVITE\"} 0.0", "srf_loop_lag_seconds")
                    .doesNotContain("NaN");
        }
    }

    @Test
    void the_meters_of_an_application_need_nobody_to_hold_them() {
        try (Srf srf = Srf.create()) {
            new AppMetrics(srf).bindTo(registry);
            collectGarbage();

            assertThat(registry.scrape()).contains("srf_app_calls 0.0").doesNotContain("NaN");
        }
    }
}
