// SPDX-License-Identifier: Apache-2.0
package io.srf.link;

/** Links by TCP or TLS to an engine that listens: srf's own, or a drachtio-server. */
public final class TcpConnector extends SocketConnector {
    /**
     * Links to this engine.
     *
     * @param host a name or an IP address
     * @param port 1 to 65535
     */
    public TcpConnector(String host, int port, TcpOptions options) {
        super(new Destination.Port(host, port, options.tls()), options);
    }
}
