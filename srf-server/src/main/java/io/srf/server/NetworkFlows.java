// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import io.srf.server.lookup.NextHop;
import io.srf.server.lookup.Resolver;
import io.srf.server.lookup.Target;
import io.srf.server.transaction.Flows;
import io.srf.server.transport.Flow;
import io.srf.server.transport.Network;
import io.srf.server.transport.Protocol;
import io.srf.sip.Via;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The ways out of one shard, over the engine's network.
 *
 * @param network the engine's sockets
 * @param resolver finds names
 * @param asker how the shard asks it
 */
record NetworkFlows(Network network, Resolver resolver, Resolver.Asker asker) implements Flows {
    @Override
    public Flow beside(Flow flow, InetSocketAddress peer) {
        return network.flowTo(flow.protocol(), peer);
    }

    @Override
    public void toSentBy(Via via, Flow flow, Consumer<List<Flow>> found) {
        Protocol protocol = flow.protocol();
        if (protocol.isWebSocket()) {
            found.accept(List.of()); // nobody can connect to a browser
            return;
        }
        NextHop hop = new NextHop(via.address(), via.port(), protocol, protocol.isSecure(), false);
        Resolver.Asker only = new Resolver.Asker(asker.loop(), Set.of(protocol), asker.below());
        resolver.resolve(hop, only, new Resolver.Outcome() {
            @Override
            public void found(List<Target> targets) {
                found.accept(targets.stream()
                        .map(target -> flowTo(protocol, target.address(), hop.host()))
                        .filter(Objects::nonNull)
                        .toList());
            }

            @Override
            public void none(String why) {
                found.accept(List.of());
            }
        });
    }

    @Override
    public @Nullable Flow stream(Flow flow) {
        return flowTo(Protocol.TCP, flow.remote(), "");
    }

    /** The way to a peer; null if there can be none. */
    private @Nullable Flow flowTo(Protocol protocol, InetSocketAddress peer, String host) {
        try {
            return network.flowTo(protocol, peer, host);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    @Override
    public InetSocketAddress advertised(Flow flow) {
        return flow.local();
    }
}
