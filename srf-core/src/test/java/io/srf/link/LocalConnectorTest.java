// SPDX-License-Identifier: Apache-2.0
package io.srf.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.wire.ClientMessage;
import io.srf.wire.Reply;
import io.srf.wire.ServerMessage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LocalConnectorTest {
    private final List<String> events = new ArrayList<>();
    private final EnginePeer engine = new EnginePeer();
    private final Link<ClientMessage> link =
            new LocalConnector(engine).connect(recorder()).join();

    private LinkListener<ServerMessage> recorder() {
        return new LinkListener<>() {
            @Override
            public void received(ServerMessage message) {
                events.add(((Reply) message).inReplyTo());
            }

            @Override
            public void closed(@Nullable Throwable cause) {
                events.add("closed " + cause);
            }
        };
    }

    @Test
    void messages_and_replies_are_handed_over_at_once() {
        link.send(new ClientMessage.Ping("a"));
        link.send(new ClientMessage.Route("b", "invite"));
        assertThat(events).containsExactly("a", "b");
    }

    @Test
    void both_ends_hear_once_of_a_close_by_either() {
        engine.drop();
        link.close();
        link.send(new ClientMessage.Ping("a"));
        assertThat(events).containsExactly("closed null");
        assertThat(engine.links).isEmpty();
        assertThat(engine.heard).isEmpty();
    }
}
