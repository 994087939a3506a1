// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import io.srf.log.LogLimiter;
import io.srf.server.tls.TlsContexts;
import io.srf.server.tls.TlsOptions;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sockets for UDP, TCP and TLS on the event loops of an engine.
 *
 * <p>Whatever peers send, it costs a bounded amount of memory and time, is counted, and logged once per source and
 * minute. What may go wrong with one connection or datagram stays with it. Any thread may use it; only {@link #open}
 * and {@link #close} wait, and must not be called on a loop.
 */
public final class NettyNetwork implements Network {
    private static final Duration LOG_INTERVAL = Duration.ofMinutes(1);

    private final NettyLoops loops;
    private final List<ListenAddress> listen;
    private final NetworkOptions options;
    private final NetworkCounters counters = new NetworkCounters();
    private final @Nullable TlsContexts tls;
    private volatile @Nullable Sockets sockets;

    /**
     * Makes a network whose sockets are not open yet.
     *
     * @param loops not closed with the network
     * @param listen at least one
     * @throws IllegalArgumentException if TLS is listened on and a certificate or key cannot be used; the message names it
     */
    public NettyNetwork(NettyLoops loops, List<ListenAddress> listen, NetworkOptions options) {
        if (listen.isEmpty()) {
            throw new IllegalArgumentException("nothing to listen on, expected at least one address");
        }
        this.loops = loops;
        this.listen = List.copyOf(listen);
        this.options = options;
        this.tls = listen.stream().anyMatch(address -> address.protocol().isSecure()) ? contexts(options.tls()) : null;
    }

    private static TlsContexts contexts(TlsOptions options) {
        if (options.identities().isEmpty()) {
            throw new IllegalArgumentException("tls and wss need a certificate and its key, found none");
        }
        return new TlsContexts(options);
    }

    @Override
    public synchronized void open(Receiver receiver) {
        if (sockets != null) {
            throw new IllegalStateException("the network is open already");
        }
        LogLimiter limiter =
                new LogLimiter(LOG_INTERVAL, loops.shards().all().get(0).timers()::nanoTime);
        NetworkLog log = new NetworkLog(counters, limiter);
        LocalAddresses addresses = LocalAddresses.ofThisMachine(options.advertised());
        Sockets opened =
                new Sockets(new NetworkContext(loops, options, addresses, log, new Inbox(receiver, log)), handshakes());
        try {
            listen.forEach(opened::bind);
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
        sockets = opened;
        opened.start();
    }

    private @Nullable TlsHandshakes handshakes() {
        return tls == null ? null : new TlsHandshakes(tls, loops.shards().all().size());
    }

    /** The certificates in use; null if nothing listens by TLS. */
    public @Nullable TlsContexts tls() {
        return tls;
    }

    Sockets opened() {
        Sockets now = sockets;
        if (now == null) {
            throw new IllegalStateException("the network is not open");
        }
        return now;
    }

    @Override
    public List<ListenPoint> listenPoints() {
        return opened().listenPoints();
    }

    @Override
    public Flow flowTo(Protocol protocol, InetSocketAddress peer) {
        return flowTo(protocol, peer, "");
    }

    @Override
    public Flow flowTo(Protocol protocol, InetSocketAddress peer, String host) {
        return opened().flowTo(protocol, peer, host);
    }

    /** What was counted since the network was made. */
    public Map<NetworkCounter, Long> counters() {
        return counters.snapshot();
    }

    /** The number of connections, open or opening. */
    public int connections() {
        Sockets now = sockets;
        return now == null ? 0 : now.connections().count();
    }

    /** Messages that were sent before still go out, unless their peer does not read. */
    @Override
    public synchronized void close() {
        Sockets now = sockets;
        if (now != null) {
            now.close();
        }
    }
}
