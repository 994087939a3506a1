// SPDX-License-Identifier: Apache-2.0
package io.srf.drachtio;

import io.srf.link.Connector;
import io.srf.link.Link;
import io.srf.link.LinkAcceptor;
import io.srf.link.LinkListener;
import io.srf.wire.ClientMessage;
import io.srf.wire.ServerMessage;

/** Leads each link that is accepted to an engine, and changes nothing of what is said on it. */
public record Passage(Connector engine) implements LinkAcceptor<ClientMessage, ServerMessage> {
    @Override
    public LinkListener<ClientMessage> accept(Link<ServerMessage> application) {
        Link<ClientMessage> further = engine.connect(new LinkListener<>() {
                    @Override
                    public void received(ServerMessage message) {
                        application.send(message);
                    }

                    @Override
                    public void closed(Throwable cause) {
                        application.close();
                    }
                })
                .join();
        return new LinkListener<>() {
            @Override
            public void received(ClientMessage message) {
                further.send(message);
            }

            @Override
            public void closed(Throwable cause) {
                further.close();
            }
        };
    }
}
