// SPDX-License-Identifier: Apache-2.0
package io.srf.link;

import io.srf.sip.Ids;
import io.srf.wire.ClientMessage;
import io.srf.wire.Origin;
import io.srf.wire.Reply;
import io.srf.wire.ServerMessage;
import java.time.LocalTime;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** An engine for tests with sockets: it lets everybody in who knows the secret, and says that it has sent what it was told to send. */
final class EchoEngine implements LinkAcceptor<ClientMessage, ServerMessage> {
    static final String SECRET = "cymru";

    final Set<Link<ServerMessage>> links = ConcurrentHashMap.newKeySet();
    private final String version;

    EchoEngine(String version) {
        this.version = version;
    }

    @Override
    public LinkListener<ClientMessage> accept(Link<ServerMessage> link) {
        links.add(link);
        return new LinkListener<>() {
            @Override
            public void received(ClientMessage message) {
                link.send(answer(message));
                if (message instanceof ClientMessage.Authenticate it
                        && !it.secret().equals(SECRET)) {
                    link.close();
                }
            }

            @Override
            public void closed(@Nullable Throwable cause) {
                links.remove(link);
            }
        };
    }

    private Reply answer(ClientMessage message) {
        return switch (message) {
            case ClientMessage.Authenticate it ->
                it.secret().equals(SECRET)
                        ? new Reply.Authenticated(Ids.next(), it.id(), "udp/h:5060", version, "udp/h:5060")
                        : new Reply.Refused(Ids.next(), it.id(), true, "incorrect secret");
            case ClientMessage.Send it ->
                new Reply.Sent(
                        Ids.next(),
                        it.id(),
                        new Origin(Origin.Source.APPLICATION, 1, "udp", "127.0.0.1", 5060, LocalTime.NOON),
                        Ids.random(),
                        null,
                        it.message());
            default -> new Reply.Ok(Ids.next(), message.id(), null);
        };
    }
}
