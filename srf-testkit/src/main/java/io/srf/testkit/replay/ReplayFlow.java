// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit.replay;

import io.srf.server.transport.Flow;
import io.srf.server.transport.Protocol;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

/** The way to a recorded peer, who reads nothing: what is sent is handed to the replay. */
record ReplayFlow(ReplayNetwork network, Protocol protocol, InetSocketAddress remote) implements Flow {
    @Override
    public InetSocketAddress local() {
        return network.address();
    }

    @Override
    public void send(byte[] message, Consumer<Throwable> onFailure) {
        network.sent(message);
    }

    @Override
    public String toString() {
        return protocol.lower() + ' ' + remote;
    }
}
