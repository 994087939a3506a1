// SPDX-License-Identifier: Apache-2.0
package io.srf.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.srf.server.EngineMeasures;
import io.srf.server.EngineStats;
import io.srf.server.SrfServer;
import io.srf.server.dialog.ShardStats;
import io.srf.server.protection.Refused;
import io.srf.server.transaction.TransactionCounters;
import io.srf.server.transaction.TransactionCounters.Kinds;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * The meters of an engine: calls, transactions, messages, sockets, applications and event loops.
 *
 * <p>They ask the engine's loops at most twice a second, and only when somebody reads them. The registry that they are bound to keeps them.
 */
public final class EngineMetrics implements MeterBinder {
    private static final String DIRECTION = "direction";
    private static final String EVENT = "event";
    private static final Map<String, ToLongFunction<Kinds>> KINDS = Map.of(
            "invite_client", Kinds::inviteClient,
            "non_invite_client", Kinds::nonInviteClient,
            "invite_server", Kinds::inviteServer,
            "non_invite_server", Kinds::nonInviteServer);

    private final SrfServer engine;
    private final Latest latest;

    /** The meters of this engine, which is asked until it is closed. */
    public EngineMetrics(SrfServer engine) {
        this.engine = engine;
        this.latest = new Latest(engine::measures);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        calls(registry);
        transactions(registry);
        new MessageMetrics(() -> latest.get().messages()).bindTo(registry);
        new RouteMetrics(() -> latest.get().routes()).bindTo(registry);
        network(registry);
        refusals(registry);
        admin(registry);
        Kept.timeGauge(
                        "srf.loop.lag",
                        TimeUnit.NANOSECONDS,
                        () -> latest.get().lag().toNanos())
                .description("How long a task had to wait for the busiest event loop")
                .register(registry);
        gauge(
                registry,
                "srf.draining",
                "1 when new calls are refused because the engine stops",
                m -> m.draining() ? 1 : 0);
    }

    private void calls(MeterRegistry registry) {
        total(registry, "srf.dialogs", "Dialogs, early and confirmed", EngineStats::dialogs);
        total(
                registry,
                "srf.answers.owed",
                "Requests that applications have not answered yet",
                EngineStats::owedAnswers);
        total(
                registry,
                "srf.requests.open",
                "Requests of applications whose transactions are not over",
                EngineStats::openRequests);
        total(registry, "srf.timers", "Timers that wait, in calls and for anything else", EngineStats::timers);
        gauge(registry, "srf.proxied", "Requests that are being passed on", m -> sum(m, ShardStats::proxied));
        counter(
                registry,
                "srf.dialogs.taken.over",
                "Dialogs that went to another application or were made again",
                m -> m.total().takenOver());
        counter(
                registry,
                "srf.requests.given.again",
                "Requests that were given to another application again",
                m -> m.total().givenAgain());
        counter(
                registry,
                "srf.requests.unplaced",
                "Requests for which nobody could be found, because who decides did not answer or sent them where nobody is",
                m -> sum(m, ShardStats::unplaced));
        counter(
                registry,
                "srf.requests.unrecorded",
                "Requests whose Route names the engine although that has not recorded itself in their call",
                m -> sum(m, ShardStats::unrecorded));
        counter(registry, "srf.garbage", "Bytes that were no message", EngineMeasures::garbage);
    }

    private void transactions(MeterRegistry registry) {
        KINDS.forEach((kind, count) -> {
            Kept.gauge("srf.transactions.active", () -> transactions(c -> count.applyAsLong(c.active())))
                    .description("Transactions that have not terminated")
                    .tag("kind", kind)
                    .register(registry);
            Kept.counter("srf.transactions", () -> transactions(c -> count.applyAsLong(c.created())))
                    .description("Transactions since the start")
                    .tag("kind", kind)
                    .register(registry);
        });
        retransmissions(registry, "sent", TransactionCounters::retransmissionsSent);
        retransmissions(registry, "received", TransactionCounters::retransmissionsReceived);
        transactions(
                registry, "srf.timeouts", "Answers and ACKs that did not come in time", TransactionCounters::timeouts);
        transactions(
                registry,
                "srf.transport.failures",
                "Messages that could not be sent",
                TransactionCounters::transportFailures);
        transactions(
                registry, "srf.responses.stray", "Responses to no transaction", TransactionCounters::strayResponses);
        transactions(
                registry, "srf.requests.refused", "Requests refused for want of room", TransactionCounters::refused);
        transactions(
                registry,
                "srf.messages.malformed",
                "Messages whose transaction could not be read",
                TransactionCounters::malformed);
    }

    private void retransmissions(MeterRegistry registry, String direction, ToLongFunction<TransactionCounters> count) {
        Kept.counter("srf.retransmissions", () -> transactions(count))
                .description("Messages that were sent or came again")
                .tag(DIRECTION, direction)
                .register(registry);
    }

    private void transactions(
            MeterRegistry registry, String name, String description, ToLongFunction<TransactionCounters> count) {
        Kept.counter(name, () -> transactions(count)).description(description).register(registry);
    }

    private double transactions(ToLongFunction<TransactionCounters> count) {
        return sum(latest.get(), shard -> count.applyAsLong(shard.transactions()));
    }

    private static double sum(EngineMeasures measures, ToLongFunction<ShardStats> count) {
        return measures.shards().stream().mapToLong(count).sum();
    }

    private void network(MeterRegistry registry) {
        Kept.gauge("srf.connections", engine::connections)
                .description("SIP connections, open or opening")
                .register(registry);
        engine.networkCounters()
                .keySet()
                .forEach(counter -> Kept.counter(
                                "srf.network.events",
                                () -> engine.networkCounters().getOrDefault(counter, 0L))
                        .description("What the sockets have met with")
                        .tag(EVENT, counter.name().toLowerCase(Locale.ROOT))
                        .register(registry));
    }

    private void refusals(MeterRegistry registry) {
        for (Refused why : Refused.values()) {
            Kept.counter("srf.refusals", () -> engine.refusals().getOrDefault(why, 0L))
                    .description("What was refused, and why")
                    .tag("why", why.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
    }

    private void admin(MeterRegistry registry) {
        AdminMetrics.of(engine::adminStats).ifPresent(metrics -> metrics.bindTo(registry));
    }

    private void total(MeterRegistry registry, String name, String description, Function<EngineStats, Long> count) {
        gauge(registry, name, description, measures -> count.apply(measures.total()));
    }

    private void gauge(
            MeterRegistry registry, String name, String description, ToDoubleFunction<EngineMeasures> value) {
        Kept.gauge(name, () -> value.applyAsDouble(latest.get()))
                .description(description)
                .register(registry);
    }

    private void counter(
            MeterRegistry registry, String name, String description, ToDoubleFunction<EngineMeasures> value) {
        Kept.counter(name, () -> value.applyAsDouble(latest.get()))
                .description(description)
                .register(registry);
    }
}
