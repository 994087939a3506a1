// SPDX-License-Identifier: Apache-2.0
package io.srf.transport;

import io.srf.server.SrfServer;
import io.srf.server.transport.Protocol;
import java.net.InetSocketAddress;

/** Where an engine listens. */
public final class Listening {
    private Listening() {}

    /** Its first address with this protocol. */
    public static InetSocketAddress at(SrfServer engine, Protocol protocol) {
        return engine.listenPoints().stream()
                .filter(point -> point.protocol() == protocol)
                .findFirst()
                .orElseThrow()
                .address();
    }
}
