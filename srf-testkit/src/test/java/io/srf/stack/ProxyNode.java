// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.Srf;
import io.srf.app.Handler;
import io.srf.link.LocalConnector;
import io.srf.server.Engine;
import io.srf.server.EngineOptions;
import io.srf.server.EngineStats;
import io.srf.server.Shards;
import io.srf.server.admin.Admission;
import io.srf.server.lookup.Resolver;
import io.srf.server.transport.Protocol;
import io.srf.testkit.SimLoop;
import io.srf.testkit.SimWorld;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/** Another engine in the same world, with an application of its own: the proxies and redirect servers that calls pass. */
final class ProxyNode implements AutoCloseable {
    private final SimWorld sim;
    private final InetSocketAddress address;
    private final Engine engine;
    private final Srf srf;

    ProxyNode(SimWorld sim, String name) {
        this.sim = sim;
        this.address = sim.newAddress();
        this.engine = new Engine(
                sim.network().engineNetwork(name, address, Protocol.UDP),
                new Shards(List.of(new SimLoop(sim.time()))),
                new Resolver(sim.workers()),
                EngineOptions.defaults(),
                shard -> new Random(name.hashCode()));
        engine.open();
        this.srf = Srf.create(
                cfg -> cfg.app(name).timers(sim.time()).executor(sim.workers()).random(new Random(name.hashCode())));
        CompletableFuture<?> connected =
                srf.connect(new LocalConnector(link -> engine.accept(link, Admission.TRUSTED)));
        sim.time().runUntil(connected::isDone, Duration.ofSeconds(1));
        assertThat(connected).isCompleted();
    }

    /** What it does with INVITEs. */
    ProxyNode invite(Handler handler) {
        srf.invite(handler);
        return this;
    }

    /** A URI that leads to it. */
    String uri(String user) {
        return "sip:" + user + '@' + address.getAddress().getHostAddress() + ':' + address.getPort();
    }

    InetSocketAddress address() {
        return address;
    }

    /** Fails if it holds anything; the phones have to be at rest already. */
    void isAtRest() {
        CompletableFuture<EngineStats> stats = engine.stats();
        sim.time().runUntil(stats::isDone, Duration.ofSeconds(1));
        assertThat(stats.join().isAtRest()).as("%s", stats.join()).isTrue();
        assertThat(srf.openCalls()).isZero();
    }

    @Override
    public void close() {
        CompletableFuture<Void> closed = srf.shutdown();
        sim.time().runUntil(closed::isDone, Duration.ofMinutes(1));
        engine.close();
    }
}
