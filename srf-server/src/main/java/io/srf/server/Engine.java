// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import io.srf.flight.FlightRecorder;
import io.srf.link.Link;
import io.srf.server.admin.Admission;
import io.srf.server.admin.Application;
import io.srf.server.dialog.OutboundLinks;
import io.srf.server.dialog.Pings;
import io.srf.server.dialog.Reception;
import io.srf.server.dialog.Shard;
import io.srf.server.dialog.ShardCore;
import io.srf.server.dialog.ShardStats;
import io.srf.server.lookup.Resolver;
import io.srf.server.protection.MemoryGauge;
import io.srf.server.protection.Protection;
import io.srf.server.proxy.RecordRouteKey;
import io.srf.server.routing.Applications;
import io.srf.server.routing.Chooser;
import io.srf.server.transaction.CallLog;
import io.srf.server.transaction.Flows;
import io.srf.server.transaction.Ids;
import io.srf.server.transport.Flow;
import io.srf.server.transport.Hosts;
import io.srf.server.transport.Network;
import io.srf.sip.SipMessage;
import io.srf.sip.SipParseException;
import io.srf.sip.SipParser;
import io.srf.sip.SipResponse;
import io.srf.time.Timers;
import io.srf.wire.EngineVersion;
import io.srf.wire.ServerMessage;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import javax.crypto.SecretKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A SIP engine on a network and some loops, without sockets or threads of its own: messages go to the shard of their call, applications are let in
 * and served.
 *
 * <p>Any thread may call any method; nothing blocks. {@link SrfServer} is the same with real sockets, and the test kit runs it on a simulated network.
 */
public final class Engine implements Network.Receiver, AutoCloseable {
    /** How the engine names itself to applications: by the drachtio-server whose protocol it speaks, and its own version. */
    public static final String VERSION = "v0.9.4-" + EngineVersion.SRF + "0.1.0";

    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

    private final Network network;
    private final EngineOptions options;
    private final Protection protection;
    private final FlightRecorder recorder;
    private final Placement placement;
    private final EngineDesk desk;
    private final Applications<Application> applications = new Applications<>();
    private final Door door;
    private final Pings pings;
    private volatile OutboundLinks outbound = OutboundLinks.NONE;

    /**
     * Makes an engine that does nothing until {@link #open()}.
     *
     * @param random makes a shard's identifiers; {@link java.security.SecureRandom} in production
     */
    public Engine(
            Network network,
            Shards shards,
            Resolver resolver,
            EngineOptions options,
            IntFunction<RandomGenerator> random) {
        this.network = network;
        this.options = options;
        this.recorder =
                new FlightRecorder(options.recorder(), shards.all().getFirst().timers());
        this.door = new Door(options.chooser());
        this.protection =
                new Protection(options.protection(), shards.all().getFirst().timers(), MemoryGauge.JVM);
        CallLog calls = new CallLog(recorder);
        RecordRouteKey given = options.recordRouteKey();
        SecretKey recordRouteKey = given == null ? null : given.stretched();
        this.pings = new Pings(network, applications, door::isGuarded);
        optionsPing(options.optionsPing());
        List<ShardCore> cores = new ArrayList<>();
        for (int i = 0; i < shards.all().size(); i++) {
            Ids ids = new Ids(i, random.apply(i));
            Loop loop = shards.all().get(i);
            Flows flows = new NetworkFlows(network, resolver, new Resolver.Asker(loop, Set.of(), ids::below));
            Shard shard = new Shard(
                    loop,
                    ids,
                    network,
                    flows,
                    resolver,
                    applications,
                    new Reception(door, place -> outbound.connect(place), pings),
                    options.supported(),
                    shards,
                    calls,
                    options.sessionTimers(),
                    options.reconnectTime(),
                    recordRouteKey);
            cores.add(new ShardCore(shard, options.transactions(), protection.gate(loop), this::strayed));
        }
        this.placement = new Placement(shards, cores);
        this.desk = new EngineDesk(placement, network);
    }

    /** Opens the sockets and begins to receive; throws as {@link Network#open} does. */
    public void open() {
        network.open(this);
    }

    @Override
    public void received(byte[] bytes, Flow flow) {
        if (protection.drops(flow)) {
            return;
        }
        SipMessage message;
        try {
            message = SipParser.parse(bytes, options.limits());
        } catch (SipParseException e) {
            byte[] answer = options.garbage().unreadable(bytes, options.limits(), flow, e);
            if (!protection.withholds(answer, flow) && answer != null) {
                flow.send(
                        answer,
                        failure ->
                                LOG.debug("cannot answer {}: {}", Hosts.withPort(flow.remote()), failure.toString()));
            }
            return;
        }
        Placement.Home home = placement.of(message);
        home.run(() -> home.core().received(message, flow));
    }

    /** The Via of a response without a transaction names no shard of ours, though it may seem to: it belongs to that of its Call-ID. */
    private void strayed(SipResponse response, Flow flow) {
        Placement.Home home = placement.ofCall(response.callId());
        home.run(() -> home.core().strayed(response, flow));
    }

    @Override
    public boolean admits(InetSocketAddress peer) {
        return protection.admits(peer);
    }

    @Override
    public boolean answersStun(InetSocketAddress peer) {
        return protection.answersStun(peer);
    }

    @Override
    public void unreadable(InetSocketAddress peer) {
        protection.unreadable(peer);
    }

    @Override
    public void closed(Flow flow, Throwable cause) {
        placement.all().forEach(home -> home.run(() -> home.core().closed(flow, cause)));
    }

    /** From now on the engine connects to applications in this way, when it is told to. */
    public void connectsBy(OutboundLinks links) {
        outbound = links;
    }

    /** Takes a new link; who may be an application is for {@code admission} to say. */
    public Application accept(Link<ServerMessage> link, Admission admission) {
        return new Application(link, admission, desk, applications);
    }

    /** Who is not heard, and how often something was refused. */
    public Protection protection() {
        return protection;
    }

    /** What happened in each call, and in those that ended lately. */
    public FlightRecorder recorder() {
        return recorder;
    }

    /** What the engine holds, summed over its shards; asked of each shard on its loop. */
    public CompletableFuture<EngineStats> stats() {
        return measures().thenApply(EngineMeasures::total);
    }

    /** What the engine holds, in detail; asked of each shard on its loop. Never completes if a loop does not run any more. */
    public CompletableFuture<EngineMeasures> measures() {
        List<CompletableFuture<Look>> looks =
                placement.all().stream().map(Engine::look).toList();
        return CompletableFuture.allOf(looks.toArray(CompletableFuture[]::new)).thenApply(all -> {
            List<Look> seen = looks.stream().map(CompletableFuture::join).toList();
            return new EngineMeasures(
                    seen.stream().map(Look::stats).toList(),
                    seen.stream().map(Look::lag).toList(),
                    applications.counts(),
                    options.garbage().count(),
                    door.isClosed());
        });
    }

    /** What a shard holds, and how long it took its loop to come to the question. */
    private record Look(ShardStats stats, Duration lag) {}

    private static CompletableFuture<Look> look(Placement.Home home) {
        CompletableFuture<Look> look = new CompletableFuture<>();
        Timers clock = home.loop().timers();
        long asked = clock.nanoTime();
        home.loop()
                .later(() -> look.complete(new Look(home.core().stats(), Duration.ofNanos(clock.nanoTime() - asked))));
        return look;
    }

    /** From now on this one decides about new requests; those that it is asked about already are decided by the one before. */
    public void decidesBy(Chooser chooser) {
        door.leadsTo(chooser);
    }

    /** From now on pings get this. */
    public void optionsPing(OptionsPing answer) {
        pings.answer(answer == OptionsPing.ANSWER);
    }

    /**
     * Takes no new calls and waits for those there are: new requests outside of dialogs are refused with 503 and Retry-After.
     *
     * @param limit after which the policy is followed
     * @return completes when all have ended, or a few seconds after the limit; never fails
     */
    public CompletableFuture<Void> drain(Duration limit, DrainPolicy policy) {
        door.close();
        return new Drain(this, placement).begin(limit, policy);
    }

    /** Closes the sockets and forgets all calls, without another message. */
    @Override
    public void close() {
        network.close();
        placement.all().forEach(home -> home.loop().later(home.core()::close));
    }
}
