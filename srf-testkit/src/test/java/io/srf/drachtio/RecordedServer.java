// SPDX-License-Identifier: Apache-2.0
package io.srf.drachtio;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.link.Connector;
import io.srf.link.Link;
import io.srf.link.LinkListener;
import io.srf.link.LocalConnector;
import io.srf.sip.Ids;
import io.srf.sip.SipMessage;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.testkit.VirtualTime;
import io.srf.wire.ClientMessage;
import io.srf.wire.ProxyOptions;
import io.srf.wire.Reply;
import io.srf.wire.ServerMessage;
import io.srf.wire.WireMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The server's side of a {@link RecordedConversation}: it says what was recorded once the application has said what was recorded before, and
 * fails if that does not come.
 *
 * <p>Threads: the test's, and the workers of its virtual time, which run while the test's waits.
 */
final class RecordedServer implements Connector {
    /** From one message to the next an application needs no time that is virtual, unless it waits for something. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final RecordedConversation conversation;
    private final VirtualTime time;
    private final List<ClientMessage> said = new ArrayList<>();
    private final Set<String> routes = new HashSet<>();
    private final Map<String, String> ids = new HashMap<>();
    private final LocalConnector way = new LocalConnector(this::accept);
    private Link<ServerMessage> application;

    RecordedServer(RecordedConversation conversation, VirtualTime time) {
        this.conversation = conversation;
        this.time = time;
    }

    @Override
    public CompletableFuture<Link<ClientMessage>> connect(LinkListener<ServerMessage> listener) {
        return way.connect(listener);
    }

    @Override
    public String target() {
        return "a recording";
    }

    private LinkListener<ClientMessage> accept(Link<ServerMessage> link) {
        application = link;
        return new LinkListener<>() {
            @Override
            public void received(ClientMessage message) {
                hear(message);
            }

            @Override
            public void closed(Throwable cause) {}
        };
    }

    private void hear(ClientMessage message) {
        switch (message) {
            case ClientMessage.Authenticate hello ->
                application.send(new Reply.Authenticated(
                        Ids.next(), hello.id(), "udp/127.0.0.1:5060", DrachtioServer.VERSION, null));
            case ClientMessage.Route route -> {
                routes.add(route.verb());
                application.send(new Reply.Ok(Ids.next(), route.id(), null));
            }
            case ClientMessage.Ping ping -> application.send(new Reply.Ok(Ids.next(), ping.id(), "pong"));
            default -> said.add(message);
        }
    }

    /** Goes through the conversation; nothing may be said that was not recorded. */
    void plays() {
        assertThat(routes).isEqualTo(conversation.routes());
        Set<String> refused = conversation.refused();
        for (WireMessage message : conversation.messages()) {
            switch (message) {
                case ClientMessage mine -> {
                    if (isToBeSaid(mine)) {
                        waitFor(mine, refused.contains(mine.id()));
                    }
                }
                case Reply reply -> reply(reply);
                case ServerMessage theirs -> application.send(theirs);
                default -> throw new AssertionError("unexpected " + message);
            }
            time.advance(Duration.ZERO);
        }
        time.advance(PATIENCE);
        assertThat(said).as("what was not recorded").isEmpty();
    }

    private static boolean isToBeSaid(ClientMessage message) {
        return message instanceof ClientMessage.Send
                || message instanceof ClientMessage.Proxy
                || message instanceof ClientMessage.RemoveRoute;
    }

    private void waitFor(ClientMessage recorded, boolean refused) {
        String expected = shape(recorded);
        ClientMessage found = find(expected);
        if (found == null && !refused) {
            time.runUntil(() -> find(expected) != null, PATIENCE);
            found = find(expected);
            assertThat(found)
                    .as("expected: %s, but was said: %s", expected, said)
                    .isNotNull();
        }
        if (found != null) {
            said.remove(found);
            ids.put(recorded.id(), found.id());
        }
    }

    private ClientMessage find(String shape) {
        return said.stream().filter(one -> shape(one).equals(shape)).findFirst().orElse(null);
    }

    private void reply(Reply recorded) {
        String id = ids.get(recorded.inReplyTo());
        if (id != null) {
            application.send(
                    switch (recorded) {
                        case Reply.Ok ok -> new Reply.Ok(ok.id(), id, ok.text());
                        case Reply.Sent it ->
                            new Reply.Sent(it.id(), id, it.origin(), it.transactionId(), it.dialogId(), it.message());
                        case Reply.Proxied it -> new Reply.Proxied(it.id(), id, it.origin(), it.message());
                        case Reply.Refused it -> new Reply.Refused(it.id(), id, it.fatal(), it.text());
                        case Reply.Authenticated it -> it;
                    });
        }
    }

    /** What has to be the same in a message: its kind, its method or status, what it belongs to, and whether it has a body. */
    private static String shape(ClientMessage message) {
        return switch (message) {
            case ClientMessage.Send send ->
                what(send.message()) + " of " + send.transactionId() + " in " + send.dialogId() + " with "
                        + (send.message().bodyLength() > 0 ? "a body" : "no body");
            case ClientMessage.Proxy proxy ->
                "proxy " + proxy.transactionId() + ' ' + inSeconds(proxy.options()) + ' ' + proxy.destinations();
            default -> message.getClass().getSimpleName();
        };
    }

    /** So that 1000ms is 1s. */
    private static String inSeconds(ProxyOptions options) {
        return options.toString().replaceAll("(\\d+)000ms", "$1s");
    }

    private static String what(SipMessage message) {
        return switch (message) {
            case SipRequest request -> request.method();
            case SipResponse response -> Integer.toString(response.status());
        };
    }
}
