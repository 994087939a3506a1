// SPDX-License-Identifier: Apache-2.0
package io.srf.link;

import io.srf.wire.ClientMessage;
import io.srf.wire.ServerMessage;
import java.util.concurrent.CompletableFuture;

/** Links by TCP or TLS to an engine that listens: srf's own, or a drachtio-server. */
public final class TcpConnector implements Connector {
    private final Dialer dialer;
    private final ApplicationLinks links;

    /**
     * Links to this engine.
     *
     * @param host a name or an IP address
     * @param port 1 to 65535
     */
    public TcpConnector(String host, int port, TcpOptions options) {
        dialer = new Dialer(host, port, options.connectMillis(), options.tls());
        links = new ApplicationLinks(options);
    }

    @Override
    public CompletableFuture<Link<ClientMessage>> connect(LinkListener<ServerMessage> listener) {
        return dialer.dial(channel -> links.open(channel, listener));
    }

    @Override
    public String target() {
        return dialer.target();
    }
}
