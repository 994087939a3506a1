// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import io.srf.flight.FlightRecorder;
import io.srf.link.Connector;
import io.srf.link.Link;
import io.srf.link.LinkListener;
import io.srf.link.LinkServer;
import io.srf.link.LinkStats;
import io.srf.link.LocalConnector;
import io.srf.server.admin.Admission;
import io.srf.server.lookup.DnsNames;
import io.srf.server.lookup.Names;
import io.srf.server.lookup.Resolver;
import io.srf.server.protection.AdminGuard;
import io.srf.server.protection.Blocklist;
import io.srf.server.protection.ProtectionOptions;
import io.srf.server.protection.Refused;
import io.srf.server.routing.Chooser;
import io.srf.server.tls.NewCertificates;
import io.srf.server.tls.TlsContexts;
import io.srf.server.tls.TlsOptions;
import io.srf.server.transport.NettyLoops;
import io.srf.server.transport.NettyNetwork;
import io.srf.server.transport.Network;
import io.srf.server.transport.NetworkCounter;
import io.srf.sip.Ids;
import io.srf.wire.ClientMessage;
import io.srf.wire.ServerMessage;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A SIP engine with real sockets: inside an application's JVM, or serving applications that connect to its admin port.
 *
 * <p>An application in the same JVM connects with {@code srf.connect(SrfServer.embedded("udp:0.0.0.0:5060"))}. Any thread may call any method.
 */
public final class SrfServer implements Connector, AutoCloseable {
    private final NettyLoops loops;
    private final ExecutorService lookups;
    private final ExecutorService adminHandshakes;
    private final Resolver resolver;
    private final Engine engine;
    private final NettyNetwork network;
    private final LocalConnector local;
    private final @Nullable TlsContexts adminTls;
    private final @Nullable LinkServer admin;
    private final CertificateWatch certificates;

    private SrfServer(ServerConfig config, Resolver.@Nullable Lookup lookup) {
        loops = new NettyLoops(config.loops());
        lookups = Executors.newVirtualThreadPerTaskExecutor();
        adminHandshakes = Executors.newFixedThreadPool(
                1, Thread.ofPlatform().daemon().name("srf-admin-tls").factory());
        network = new NettyNetwork(loops, config.listen(), config.network());
        resolver = lookup == null ? dns(config) : new Resolver(lookups, lookup);
        engine = new Engine(network, loops.shards(), resolver, config.signingEngine(), i -> Ids::randomLong);
        adminTls = adminTls(config.admin());
        certificates = new CertificateWatch(
                loops.shards().all().getFirst().timers(),
                lookups,
                Stream.of(Optional.ofNullable(network.tls()), Optional.ofNullable(adminTls))
                        .flatMap(Optional::stream)
                        .toList());
        local = new LocalConnector(link -> engine.accept(link, Admission.TRUSTED), engine.recorder());
        try {
            engine.open();
            admin = config.admin() == null
                    ? null
                    : openAdmin(config.admin(), config.network().tls());
        } catch (RuntimeException e) {
            stop();
            throw e;
        }
    }

    private Resolver dns(ServerConfig config) {
        boolean hasIp6 = config.listen().stream().anyMatch(at -> at.address().getAddress() instanceof Inet6Address);
        Names names = new DnsNames(loops.group().next(), config.dns(), hasIp6, lookups);
        return new Resolver(names, config.dns().limits());
    }

    private static @Nullable TlsContexts adminTls(ServerConfig.@Nullable Admin config) {
        return config == null || config.tls() == null ? null : new TlsContexts(config.tls());
    }

    /** Applications that listen are trusted as other servers are, if the admin port has no trust of its own. */
    private LinkServer openAdmin(ServerConfig.Admin config, TlsOptions usual) {
        Admission admission = Admission.withSecret(config.secret());
        AdminGuard guard =
                new AdminGuard(engine.protection(), admission, config.limits().maxConnections());
        LinkServer server = new LinkServer(
                new LinkServer.Place(config.address(), config.group()),
                link -> guard.accept(link, engine::accept),
                config.limits(),
                adminTls == null ? null : adminTls.serverContext(),
                new LinkServer.Threads(loops.group(), adminHandshakes));
        TlsContexts trust = adminTls == null ? new TlsContexts(usual) : adminTls;
        engine.connectsBy(new DialedLinks(server, engine, admission, trust, DialedLinks.ADMISSION));
        return server;
    }

    /**
     * Starts an engine for applications in this JVM.
     *
     * @param addresses such as {@code udp:0.0.0.0:5060,tcp:0.0.0.0:5060}; port 0 takes any that is free
     * @throws IllegalArgumentException if an address cannot be read
     * @throws java.io.UncheckedIOException if an address cannot be bound; the message names it
     */
    public static SrfServer embedded(String addresses) {
        return start(ServerConfig.listen(addresses));
    }

    /**
     * Starts an engine.
     *
     * @throws java.io.UncheckedIOException if an address cannot be bound; the message names it
     * @throws IllegalArgumentException if a certificate or key cannot be used; the message names its file
     */
    public static SrfServer start(ServerConfig config) {
        return new SrfServer(config, null);
    }

    /** Starts an engine that looks host names up in this way, on a virtual thread for each, instead of in DNS. */
    public static SrfServer start(ServerConfig config, Resolver.Lookup lookup) {
        return new SrfServer(config, lookup);
    }

    /** Connects an application in this JVM; no secret is asked for. */
    @Override
    public CompletableFuture<Link<ClientMessage>> connect(LinkListener<ServerMessage> listener) {
        return local.connect(listener);
    }

    @Override
    public String target() {
        return local.target();
    }

    /** What happened in each call, and in those that ended lately; applications in this JVM add what they do. */
    @Override
    public FlightRecorder recorder() {
        return engine.recorder();
    }

    /** What is listened on, with the ports that were chosen where 0 was asked for. */
    public List<Network.ListenPoint> listenPoints() {
        return network.listenPoints();
    }

    /** Where applications connect to by TCP, with the port that was chosen where 0 was asked for; null if they cannot. */
    public @Nullable InetSocketAddress adminAddress() {
        return admin != null && admin.address() instanceof InetSocketAddress address ? address : null;
    }

    /** What the engine holds and has done. */
    public CompletableFuture<EngineStats> stats() {
        return engine.stats();
    }

    /** What the engine holds and has done, in detail. Does not complete while a loop hangs: callers should set a limit. */
    public CompletableFuture<EngineMeasures> measures() {
        return engine.measures();
    }

    /** What the sockets have counted since the start. */
    public Map<NetworkCounter, Long> networkCounters() {
        return network.counters();
    }

    /** The number of SIP connections, open or opening. */
    public int connections() {
        return network.connections();
    }

    /** What has happened at the admin port; null if there is none. */
    public @Nullable LinkStats adminStats() {
        return admin == null ? null : admin.stats();
    }

    /** From now on this one decides about new requests; see {@link EngineOptions#withChooser}. The one before is not closed. */
    public void decidesBy(Chooser chooser) {
        engine.decidesBy(chooser);
    }

    /** From now on OPTIONS that ask the engine itself get this; see {@link EngineOptions#withOptionsPing}. */
    public void optionsPing(OptionsPing answer) {
        engine.optionsPing(answer);
    }

    /**
     * Takes no new calls, waits for those there are, and follows the policy with what is left; {@link #close} comes after that.
     *
     * <p>New requests outside of dialogs are refused with 503 and Retry-After. An application in this JVM is better drained itself first.
     *
     * @return completes when all calls have ended, or a few seconds after the limit; never fails
     */
    public CompletableFuture<Void> drain(Duration limit, DrainPolicy policy) {
        return engine.drain(limit, policy);
    }

    /** Who is not heard; may be changed at any time. */
    public Blocklist blocklist() {
        return engine.protection().blocklist();
    }

    /**
     * Protects by other options from now on. Rates begin anew if they change; what is in the blocklist stays, and what these options block from the
     * beginning is not looked at.
     */
    public void protectsBy(ProtectionOptions options) {
        engine.protection().become(options);
    }

    /** How often something was refused since the start, for each reason. */
    public Map<Refused, Long> refusals() {
        return engine.protection().refusals();
    }

    /**
     * Reads certificates, keys and authorities again now, if their files have changed; they are looked at from time to time anyway. May block.
     *
     * @return puts them to use
     * @throws IllegalArgumentException if one cannot be used; the message names its file
     */
    public NewCertificates newCertificates() {
        return certificates.prepare();
    }

    /** Closes the sockets and forgets all calls, without another message; waits for the threads to end. */
    @Override
    public void close() {
        if (admin != null) {
            admin.close();
        }
        stop();
    }

    private void stop() {
        certificates.close();
        engine.close();
        resolver.close();
        loops.close();
        lookups.close();
        adminHandshakes.shutdown();
    }
}
