// SPDX-License-Identifier: Apache-2.0
package io.srf.drachtio;

import io.srf.link.Connector;
import io.srf.link.TcpConnector;
import io.srf.link.TcpOptions;
import io.srf.server.SrfServer;
import java.net.InetSocketAddress;
import java.util.Objects;

/** What an application with real sockets is linked to. */
enum Remote {
    /** An engine in the same JVM. */
    EMBEDDED,
    /** An srf-server, by TCP. */
    SRF_SERVER,
    /** A drachtio-server, by TCP. */
    DRACHTIO_SERVER;

    /** The application's way there, on top of this engine. */
    Connector to(SrfServer engine) {
        return switch (this) {
            case EMBEDDED -> engine;
            case SRF_SERVER -> tcp(Objects.requireNonNull(engine.adminAddress()));
            case DRACHTIO_SERVER -> tcp(new DrachtioPort(new DrachtioServer(engine, "loopback")).address());
        };
    }

    private static Connector tcp(InetSocketAddress address) {
        return new TcpConnector(address.getHostString(), address.getPort(), TcpOptions.DEFAULT);
    }
}
