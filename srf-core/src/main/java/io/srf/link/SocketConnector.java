// SPDX-License-Identifier: Apache-2.0
package io.srf.link;

import io.srf.wire.ClientMessage;
import io.srf.wire.ServerMessage;
import java.util.concurrent.CompletableFuture;

/** Links by sockets, of whatever kind, to an engine that listens. */
abstract sealed class SocketConnector implements Connector permits TcpConnector, UnixConnector {
    private final Dialer dialer;
    private final ApplicationLinks links;

    SocketConnector(Destination destination, TcpOptions options) {
        dialer = new Dialer(destination, options.connectMillis());
        links = new ApplicationLinks(options);
    }

    @Override
    public final CompletableFuture<Link<ClientMessage>> connect(LinkListener<ServerMessage> listener) {
        return dialer.dial(channel -> links.open(channel, listener));
    }

    @Override
    public final String target() {
        return dialer.destination().toString();
    }
}
