// SPDX-License-Identifier: Apache-2.0
package io.srf.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.srf.link.LinkStats;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The links of applications at an engine's admin port. */
final class AdminMetrics implements MeterBinder {
    private final Supplier<@Nullable LinkStats> source;

    private AdminMetrics(Supplier<@Nullable LinkStats> source) {
        this.source = source;
    }

    /** Those of an engine that has an admin port. */
    static Optional<AdminMetrics> of(Supplier<@Nullable LinkStats> source) {
        return source.get() == null ? Optional.empty() : Optional.of(new AdminMetrics(source));
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Kept.gauge("srf.links", () -> read(LinkStats::open))
                .description("Connections of applications at this moment")
                .register(registry);
        event(registry, "accepted", LinkStats::accepted);
        event(registry, "turned_away", LinkStats::turnedAway);
        event(registry, "message_received", LinkStats::received);
        event(registry, "malformed", LinkStats::malformed);
        event(registry, "too_slow", LinkStats::tooSlow);
        event(registry, "not_reading", LinkStats::notReading);
    }

    private void event(MeterRegistry registry, String event, ToLongFunction<LinkStats> count) {
        Kept.counter("srf.link.events", () -> read(count))
                .description("What has happened at the admin port")
                .tag("event", event)
                .register(registry);
    }

    private double read(ToLongFunction<LinkStats> count) {
        LinkStats stats = source.get();
        return stats == null ? 0 : count.applyAsLong(stats);
    }
}
