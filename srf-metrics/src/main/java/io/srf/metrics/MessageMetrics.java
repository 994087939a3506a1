// SPDX-License-Identifier: Apache-2.0
package io.srf.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.srf.server.transaction.MessageCounters;
import io.srf.server.transaction.MessageCounters.Kind;
import io.srf.sip.Methods;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** Requests by method, and responses by method and class of status, in both directions. */
final class MessageMetrics implements MeterBinder {
    private static final int LAST_CLASS = 6;

    private final Supplier<MessageCounters> source;

    MessageMetrics(Supplier<MessageCounters> source) {
        this.source = source;
    }

    /** All values that the tag of methods has. */
    static List<String> methods() {
        List<String> methods = new ArrayList<>(Methods.ALL);
        methods.add(MessageCounters.OTHER);
        return methods;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (String method : methods()) {
            requests(registry, "received", method, MessageCounters::requestsReceived);
            requests(registry, "sent", method, MessageCounters::requestsSent);
            for (int statusClass = 1; statusClass <= LAST_CLASS; statusClass++) {
                Kind kind = new Kind(method, statusClass);
                responses(registry, "received", kind, MessageCounters::responsesReceived);
                responses(registry, "sent", kind, MessageCounters::responsesSent);
            }
        }
    }

    private void requests(
            MeterRegistry registry, String direction, String method, Function<MessageCounters, Map<String, Long>> way) {
        Kept.counter("srf.requests", () -> way.apply(source.get()).getOrDefault(method, 0L))
                .description("Requests, without those that were repeated")
                .tags("direction", direction, "method", method)
                .register(registry);
    }

    private void responses(
            MeterRegistry registry, String direction, Kind kind, Function<MessageCounters, Map<Kind, Long>> way) {
        Kept.counter("srf.responses", () -> way.apply(source.get()).getOrDefault(kind, 0L))
                .description("Responses, without those that were repeated")
                .tags("direction", direction, "method", kind.method(), "status", kind.statusClass() + "xx")
                .register(registry);
    }
}
