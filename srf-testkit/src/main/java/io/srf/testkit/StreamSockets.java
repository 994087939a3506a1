// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.server.transport.Protocol;
import javax.net.ServerSocketFactory;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;

/**
 * Where a phone's sockets come from.
 *
 * @param protocol what goes over them
 * @param sockets that connect
 * @param servers that listen
 */
record StreamSockets(Protocol protocol, SocketFactory sockets, ServerSocketFactory servers) {
    /** Plain ones. */
    static final StreamSockets TCP =
            new StreamSockets(Protocol.TCP, SocketFactory.getDefault(), ServerSocketFactory.getDefault());

    /** Those of TLS. */
    static StreamSockets tls(SSLContext client, SSLContext server) {
        return new StreamSockets(Protocol.TLS, client.getSocketFactory(), server.getServerSocketFactory());
    }
}
