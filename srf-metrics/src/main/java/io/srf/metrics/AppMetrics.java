// SPDX-License-Identifier: Apache-2.0
package io.srf.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.srf.Srf;
import io.srf.app.Agent;
import io.srf.app.AgentStats;
import java.util.function.ToLongFunction;

/** The meters of an application: its calls, its links, and what became of requests. The registry that they are bound to keeps them. */
public final class AppMetrics implements MeterBinder {
    private final Srf srf;

    /** The meters of this application. */
    public AppMetrics(Srf srf) {
        this.srf = srf;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Kept.gauge("srf.app.calls", srf::openCalls)
                .description("Calls that are being set up, are up, or are being ended")
                .register(registry);
        Kept.gauge(
                        "srf.app.links",
                        () -> srf.links().agents().stream()
                                .filter(Agent::isConnected)
                                .count())
                .description("Engines that the application is connected to")
                .register(registry);
        event(registry, "received", AgentStats::received);
        event(registry, "sent", AgentStats::sent);
        event(registry, "handler_failed", AgentStats::failures);
        event(registry, "given_up", AgentStats::givenUp);
        event(registry, "refused", AgentStats::refused);
        event(registry, "stray", AgentStats::strays);
    }

    private void event(MeterRegistry registry, String event, ToLongFunction<AgentStats> count) {
        Kept.counter(
                        "srf.app.requests",
                        () -> srf.links().agents().stream()
                                .map(Agent::stats)
                                .mapToLong(count)
                                .sum())
                .description("What has become of requests in the application")
                .tag("event", event)
                .register(registry);
    }
}
