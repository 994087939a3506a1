// SPDX-License-Identifier: Apache-2.0
package io.srf.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.srf.server.transaction.MessageCounters;
import io.srf.sip.Methods;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** How many applications want which method; what else they want counts as {@code OTHER}. */
final class RouteMetrics implements MeterBinder {
    private final Supplier<Map<String, Integer>> source;

    RouteMetrics(Supplier<Map<String, Integer>> source) {
        this.source = source;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (String method : MessageMetrics.methods()) {
            Kept.gauge("srf.routes", () -> count(source.get(), method))
                    .description("Applications that want a method")
                    .tag("method", method)
                    .register(registry);
        }
    }

    private static int count(Map<String, Integer> routes, String method) {
        return routes.entrySet().stream()
                .filter(route -> tag(route.getKey()).equals(method))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    private static String tag(String verb) {
        String method = verb.toUpperCase(Locale.ROOT);
        return Methods.ALL.contains(method) ? method : MessageCounters.OTHER;
    }
}
