// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import io.netty.channel.socket.SocketChannelConfig;
import io.netty.channel.socket.nio.NioChannelOption;
import java.net.SocketOption;
import jdk.net.ExtendedSocketOptions;

/** Lets the operating system find out whether a silent peer is still there: within a minute, and not two hours as is usual. */
final class KeepAlive {
    /** Silence before the first probe. */
    private static final int IDLE_SECONDS = 30;

    private static final int BETWEEN_PROBES_SECONDS = 10;
    private static final int PROBES = 3;

    private KeepAlive() {}

    /** Has probes sent on a connection that keeps alive, where the operating system can. */
    static void probe(SocketChannelConfig config) {
        set(config, ExtendedSocketOptions.TCP_KEEPIDLE, IDLE_SECONDS);
        set(config, ExtendedSocketOptions.TCP_KEEPINTERVAL, BETWEEN_PROBES_SECONDS);
        set(config, ExtendedSocketOptions.TCP_KEEPCOUNT, PROBES);
    }

    /** Not all systems know these options; Netty says so by false. */
    private static void set(SocketChannelConfig config, SocketOption<Integer> option, int value) {
        config.setOption(NioChannelOption.of(option), value);
    }
}
