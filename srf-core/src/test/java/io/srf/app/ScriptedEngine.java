// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import io.srf.link.Link;
import io.srf.link.LinkAcceptor;
import io.srf.link.LinkListener;
import io.srf.link.LocalConnector;
import io.srf.sip.HeaderName;
import io.srf.sip.Ids;
import io.srf.sip.SipMessage;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.wire.ClientMessage;
import io.srf.wire.Origin;
import io.srf.wire.Reply;
import io.srf.wire.ServerMessage;
import java.time.LocalTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The engine's end of a link. By itself it welcomes an application and says that it has sent what it was given; the rest is up to a test. */
final class ScriptedEngine implements LinkAcceptor<ClientMessage, ServerMessage> {
    static final Origin NETWORK =
            new Origin(Origin.Source.NETWORK, 500, "udp", "10.0.0.1", 5060, LocalTime.of(18, 2, 49));
    static final Origin APPLICATION =
            new Origin(Origin.Source.APPLICATION, 500, "udp", "10.0.0.1", 5060, LocalTime.of(18, 2, 50));

    private final List<ClientMessage> heard = new CopyOnWriteArrayList<>();
    private final Queue<String> refusals = new ArrayDeque<>();
    private final List<Runnable> held = new ArrayList<>();
    private final AtomicInteger transactions = new AtomicInteger();
    private final String name;
    private volatile @Nullable Link<ServerMessage> link;
    private volatile boolean holding;

    ScriptedEngine(String name) {
        this.name = name;
    }

    LocalConnector connector() {
        return new LocalConnector(this);
    }

    @Override
    public LinkListener<ClientMessage> accept(Link<ServerMessage> opened) {
        link = opened;
        return new LinkListener<>() {
            @Override
            public void received(ClientMessage message) {
                heard.add(message);
                Reply reply = replyTo(message);
                if (reply != null && holding && message instanceof ClientMessage.Send) {
                    held.add(() -> say(reply));
                } else if (reply != null) {
                    say(reply);
                }
            }

            @Override
            public void closed(@Nullable Throwable cause) {
                link = null;
            }
        };
    }

    private @Nullable Reply replyTo(ClientMessage message) {
        return switch (message) {
            case ClientMessage.Authenticate ask ->
                new Reply.Authenticated(Ids.next(), ask.id(), "udp/10.0.0.2:5060", name, null);
            case ClientMessage.Send send -> replyToSend(send);
            case ClientMessage.Proxy __ -> null;
            default -> new Reply.Ok(Ids.next(), message.id(), null);
        };
    }

    private Reply replyToSend(ClientMessage.Send send) {
        String refusal = refusals.poll();
        if (refusal != null) {
            return new Reply.Refused(Ids.next(), send.id(), false, refusal);
        }
        if (send.message() instanceof SipResponse response) {
            return sent(send, transactionOf(send), "dialog of " + send.transactionId(), asSent(response));
        }
        return sent(send, name + "-" + transactions.incrementAndGet(), null, send.message());
    }

    private static String transactionOf(ClientMessage.Send send) {
        return send.transactionId() == null ? "" : send.transactionId();
    }

    private static Reply sent(
            ClientMessage.Send send, String transactionId, @Nullable String dialogId, SipMessage message) {
        return new Reply.Sent(Ids.next(), send.id(), APPLICATION, transactionId, dialogId, message);
    }

    private static SipResponse asSent(SipResponse response) {
        boolean reliable = response.isProvisional() && response.lists(HeaderName.REQUIRE, "100rel");
        return reliable ? response.toBuilder().set(HeaderName.RSEQ, "4711").build() : response;
    }

    void say(ServerMessage message) {
        Link<ServerMessage> open = link;
        if (open == null) {
            throw new IllegalStateException("no link");
        }
        open.send(message);
    }

    /** A new request came from the network. */
    void receives(String transactionId, SipRequest request) {
        receives(transactionId, null, request);
    }

    /** A message of a dialog, or a response, came from the network. */
    void receives(String transactionId, @Nullable String dialogId, SipMessage message) {
        ServerMessage.ReceivedOn on = dialogId == null ? new ServerMessage.ReceivedOn("10.0.0.2", 5060) : null;
        say(new ServerMessage.Incoming(Ids.next(), NETWORK, transactionId, dialogId, on, message));
    }

    /** A response came to a request of the application. */
    void receives(String transactionId, int status) {
        receives(transactionId, "a dialog", response(status));
    }

    static SipResponse response(int status) {
        return Messages.invite().response(status, null).build();
    }

    /** It answers no more Sends until {@link #release}. */
    void hold() {
        holding = true;
    }

    void release() {
        holding = false;
        List.copyOf(held).forEach(Runnable::run);
        held.clear();
    }

    void refusesNext(String text) {
        refusals.add(text);
    }

    void drops() {
        Link<ServerMessage> open = link;
        if (open != null) {
            open.close();
        }
    }

    /** All that the application has said, without the opening. */
    List<ClientMessage> heard() {
        return heard;
    }

    <T extends ClientMessage> List<T> heard(Class<T> type) {
        return heard.stream().filter(type::isInstance).map(type::cast).toList();
    }

    List<String> routes() {
        return heard(ClientMessage.Route.class).stream()
                .map(ClientMessage.Route::verb)
                .toList();
    }

    /** The start lines of what it was to send. */
    List<String> sent() {
        return heard(ClientMessage.Send.class).stream()
                .map(send -> send.message().startLine())
                .toList();
    }

    ClientMessage.Send lastSend() {
        List<ClientMessage.Send> all = heard(ClientMessage.Send.class);
        return all.get(all.size() - 1);
    }
}
