// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import io.srf.server.admin.Application;
import io.srf.server.admin.Desk;
import io.srf.server.transport.Hosts;
import io.srf.server.transport.Network;
import io.srf.wire.ClientMessage;
import java.net.InetSocketAddress;
import java.util.function.Function;

/**
 * Gives what applications ask for to the shards that it belongs to: always later, so that an application may call from
 * within what the engine tells it.
 */
final class EngineDesk implements Desk {
    private final Placement placement;
    private final Network network;

    EngineDesk(Placement placement, Network network) {
        this.placement = placement;
        this.network = network;
    }

    @Override
    public void send(Application from, ClientMessage.Send message) {
        Placement.Home home = placement.of(message);
        home.loop().later(() -> home.core().send(from, message));
    }

    @Override
    public void proxy(Application from, ClientMessage.Proxy message) {
        Placement.Home home = placement.ofTransaction(message.transactionId());
        home.loop().later(() -> home.core().proxy(from, message));
    }

    @Override
    public void claim(Application from, ClientMessage.Claim message) {
        Placement.Home home = placement.ofDialog(message.dialogId());
        home.loop().later(() -> home.core().claim(from, message));
    }

    @Override
    public void release(Application from, ClientMessage.Release message) {
        Placement.Home home = placement.ofDialog(message.dialogId());
        home.loop().later(() -> home.core().release(from, message));
    }

    @Override
    public void gone(Application application) {
        placement.all().forEach(home -> home.loop().later(() -> home.core().ownerGone(application)));
    }

    @Override
    public Welcome welcome() {
        return new Welcome(
                hostports(Network.ListenPoint::advertised), Engine.VERSION, hostports(Network.ListenPoint::address));
    }

    private String hostports(Function<Network.ListenPoint, InetSocketAddress> address) {
        StringBuilder text = new StringBuilder();
        for (Network.ListenPoint point : network.listenPoints()) {
            text.append(text.isEmpty() ? "" : ",")
                    .append(point.protocol().lower())
                    .append('/')
                    .append(Hosts.withPort(address.apply(point)));
        }
        return text.toString();
    }
}
