// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import static io.srf.log.LogLimiter.HOLD_BACK;

import io.srf.log.LogLimiter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what happens on sockets; logs what goes wrong there, once per kind, peer's address and interval. Any thread
 * may use it.
 */
final class NetworkLog {
    private static final Logger LOG = LoggerFactory.getLogger(NettyNetwork.class);

    private final NetworkCounters counters;
    private final LogLimiter limiter;

    NetworkLog(NetworkCounters counters, LogLimiter limiter) {
        this.counters = counters;
        this.limiter = limiter;
    }

    void count(NetworkCounter kind) {
        counters.count(kind);
    }

    /** Something that a peer or the network did. */
    void warn(NetworkCounter kind, InetSocketAddress peer, String what) {
        count(kind);
        long heldBack = limiter.permit(new Source(kind, peer.getAddress()));
        if (heldBack != HOLD_BACK) {
            LOG.warn("{} {}: {}{}", kind, Hosts.withPort(peer), what, LogLimiter.since(heldBack));
        }
    }

    /** A mistake in the engine that showed with a message of this peer. */
    void bug(NetworkCounter kind, InetSocketAddress peer, Throwable cause) {
        count(kind);
        long heldBack = limiter.permit(new Source(kind, peer.getAddress()));
        if (heldBack != HOLD_BACK) {
            LOG.error("{} {}{}", kind, Hosts.withPort(peer), LogLimiter.since(heldBack), cause);
        }
    }

    /** Ports do not count: a flood may come from all of them. */
    private record Source(NetworkCounter kind, InetAddress address) {}
}
