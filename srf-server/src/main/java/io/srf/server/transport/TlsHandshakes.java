// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.srf.server.tls.TlsContexts;
import io.srf.server.tls.TlsLimits;
import io.srf.tls.OneHandshake;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLEngine;

/**
 * Makes the TLS part of connections and bounds how many handshakes go on at a time. Their arithmetic runs on threads of
 * its own, so that no loop waits for it. Any thread may use it.
 */
final class TlsHandshakes implements AutoCloseable {
    private static final long CLOSE_NOTIFY_MILLIS = 1_000;

    private final TlsContexts contexts;
    private final TlsLimits limits;
    private final Census census;
    private final ExecutorService arithmetic;

    TlsHandshakes(TlsContexts contexts, int threads) {
        this.contexts = contexts;
        this.limits = contexts.options().limits();
        this.census = new Census(limits.maxHandshakes(), limits.maxPerAddress());
        this.arithmetic = Executors.newFixedThreadPool(threads, new DefaultThreadFactory("srf-tls", true));
    }

    /** Counts a handshake that is to begin; false if there are too many. Who was counted must {@link #leave}. */
    boolean enter(InetAddress peer) {
        return census.enter(peer);
    }

    void leave(InetAddress peer) {
        census.leave(peer);
    }

    /** The end that a peer connected to. */
    SslHandler accepting(Protocol protocol) {
        return handler(contexts.serverEngine(protocol == Protocol.TLS));
    }

    /** The end that connects to a peer, whose certificate must be for this host; "" for the address itself. */
    SslHandler connecting(String host, InetSocketAddress peer) {
        String name = host.isEmpty() ? Hosts.text(peer.getAddress()) : host;
        return handler(contexts.clientEngine(name, peer.getPort()));
    }

    private SslHandler handler(SSLEngine engine) {
        SslHandler handler = new OneHandshake(engine, arithmetic);
        handler.setHandshakeTimeoutMillis(limits.handshake().toMillis());
        handler.setCloseNotifyFlushTimeoutMillis(CLOSE_NOTIFY_MILLIS);
        return handler;
    }

    @Override
    public void close() {
        arithmetic.shutdown();
    }
}
