// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import io.srf.log.LogLimiter;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * UDP and TCP sockets on the event loops of an engine.
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
    private volatile @Nullable Sockets sockets;

    /**
     * Makes a network whose sockets are not open yet.
     *
     * @param loops not closed with the network
     * @param listen at least one
     */
    public NettyNetwork(NettyLoops loops, List<ListenAddress> listen, NetworkOptions options) {
        if (listen.isEmpty()) {
            throw new IllegalArgumentException("nothing to listen on, expected at least one address");
        }
        this.loops = loops;
        this.listen = List.copyOf(listen);
        this.options = options;
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
        Sockets opened = new Sockets(new NetworkContext(loops, options, addresses, log, new Inbox(receiver, log)));
        try {
            listen.forEach(opened::bind);
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
        sockets = opened;
        opened.start();
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
        return opened().flowTo(protocol, peer);
    }

    /** What was counted since the network was made. */
    public Map<NetworkCounter, Long> counters() {
        return counters.snapshot();
    }

    /** The number of TCP connections, open or opening. */
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
