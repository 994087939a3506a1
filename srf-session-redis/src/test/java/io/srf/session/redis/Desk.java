// SPDX-License-Identifier: Apache-2.0
package io.srf.session.redis;

import io.srf.Srf;
import io.srf.StoreTrouble;
import io.srf.server.EngineStats;
import io.srf.server.ServerConfig;
import io.srf.server.SrfServer;
import io.srf.session.SessionOptions;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** An application that connects calls and keeps them in Redis, on an engine in this JVM with sockets on loopback. */
final class Desk implements AutoCloseable {
    /** How many leases everything stays in Redis that nobody writes or renews. */
    private static final int RETENTION = 4;

    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private final SrfServer engine = SrfServer.start(ServerConfig.listen("udp:127.0.0.1:0"));
    private final RedisSessionStore store;
    private final Srf srf;

    private Desk(RedisSessionStore store, Srf srf) {
        this.store = store;
        this.srf = srf;
    }

    /** Opens it; calls go to the crowd, and are its own for the time of the lease after it last said so. */
    static Desk open(String redis, StoreTrouble policy, Duration lease, Crowd crowd) {
        RedisSessionStore store = RedisSessionStore.connect(
                RedisOptions.of(redis).withTimeouts(TIMEOUT, TIMEOUT).withRetention(lease.multipliedBy(RETENTION)));
        SessionOptions options = SessionOptions.DEFAULT.withLease(lease);
        Srf srf = Srf.create(config ->
                config.app("desk").sessions(store).sessionOptions(options).storeTrouble(policy));
        srf.invite((req, res) -> srf.createB2BUA(req, res, crowd.uri()).exceptionally(failure -> null));
        Desk desk = new Desk(store, srf);
        srf.connect(desk.engine).join();
        return desk;
    }

    /** Whom to call. */
    String uri() {
        return uri("desk", engine);
    }

    static String uri(String user, SrfServer engine) {
        InetSocketAddress address = engine.listenPoints().getFirst().address();
        return "sip:" + user + '@' + address.getHostString() + ':' + address.getPort();
    }

    /** Dialogs that the application has not ended, and how many the engine has not, if any. */
    List<String> dialogs() {
        List<String> left = new ArrayList<>();
        srf.dialogs().forEach(dialog -> left.add(dialog.toString()));
        EngineStats stats = engine.stats().join();
        if (stats.dialogs() > 0) {
            left.add(stats.toString());
        }
        return left;
    }

    @Override
    public void close() {
        srf.close();
        engine.close();
        store.close();
    }
}
