// SPDX-License-Identifier: Apache-2.0
package io.srf.link;

import io.srf.sip.Ids;
import io.srf.wire.ClientMessage;
import io.srf.wire.Reply;
import io.srf.wire.ServerMessage;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An engine as a test wants it: it authenticates, answers what is not about SIP, and keeps what it was told. Also the way to it. */
final class EnginePeer implements LinkAcceptor<ClientMessage, ServerMessage>, Connector {
    static final String SECRET = "cymru";

    /** Everything that was received, without ids, over all links. */
    final List<String> heard = new ArrayList<>();

    /** The SIP messages and proxies that were received. */
    final List<ClientMessage> toAnswer = new ArrayList<>();

    /** The links that are open. */
    final List<Link<ServerMessage>> links = new ArrayList<>();

    /** What happens to the next attempts to connect; what is absent succeeds. */
    final Deque<CompletableFuture<@Nullable Void>> attempts = new ArrayDeque<>();

    String version = "v0.9.4";
    boolean answersPings = true;
    boolean answersSecrets = true;
    boolean answersRoutes = true;

    @Nullable String refusedRoute;

    /** The answers to routes that wait for {@link #answersRoute}. */
    final Deque<Runnable> routesToAnswer = new ArrayDeque<>();

    /** What the next authentication is answered, given its id; null for what is right. */
    @Nullable Function<String, Reply> answerToSecret;

    private final LocalConnector local = new LocalConnector(this);

    @Override
    public CompletableFuture<Link<ClientMessage>> connect(LinkListener<ServerMessage> listener) {
        CompletableFuture<@Nullable Void> attempt = attempts.poll();
        return attempt == null ? local.connect(listener) : attempt.thenCompose(done -> local.connect(listener));
    }

    @Override
    public String target() {
        return "the peer";
    }

    /** Lets so many attempts to connect fail. */
    void refuseConnections(int count) {
        for (int i = 0; i < count; i++) {
            attempts.add(CompletableFuture.failedFuture(new IOException("connection refused")));
        }
    }

    Link<ServerMessage> link() {
        return links.getLast();
    }

    /** Closes the only link. */
    void drop() {
        link().close();
    }

    /** Answers the last SIP message or proxy with OK. */
    void answer() {
        link().send(new Reply.Ok(Ids.next(), toAnswer.getLast().id(), "done"));
    }

    @Override
    public LinkListener<ClientMessage> accept(Link<ServerMessage> link) {
        links.add(link);
        return new LinkListener<>() {
            @Override
            public void received(ClientMessage message) {
                hear(link, message);
            }

            @Override
            public void closed(@Nullable Throwable cause) {
                links.remove(link);
            }
        };
    }

    private void hear(Link<ServerMessage> link, ClientMessage message) {
        switch (message) {
            case ClientMessage.Authenticate it -> authenticate(link, it);
            case ClientMessage.Ping it -> {
                heard.add("ping");
                if (answersPings) {
                    ok(link, it, "pong");
                }
            }
            case ClientMessage.Route it -> {
                heard.add("route " + it.verb());
                if (answersRoutes) {
                    answerRoute(link, it);
                } else {
                    routesToAnswer.add(() -> answerRoute(link, it));
                }
            }
            case ClientMessage.RemoveRoute it -> {
                heard.add("remove " + it.verb());
                ok(link, it, null);
            }
            default -> {
                heard.add(message.getClass().getSimpleName());
                toAnswer.add(message);
            }
        }
    }

    private void answerRoute(Link<ServerMessage> link, ClientMessage.Route route) {
        if (route.verb().equals(refusedRoute)) {
            link.send(new Reply.Refused(Ids.next(), route.id(), false, "not today"));
        } else {
            ok(link, route, null);
        }
    }

    /** Answers the first of the routes that wait. */
    void answersRoute() {
        routesToAnswer.removeFirst().run();
    }

    private static void ok(Link<ServerMessage> link, ClientMessage to, @Nullable String text) {
        link.send(new Reply.Ok(Ids.next(), to.id(), text));
    }

    private void authenticate(Link<ServerMessage> link, ClientMessage.Authenticate message) {
        heard.add("authenticate " + message.tags());
        if (!answersSecrets) {
            return;
        }
        Function<String, Reply> unusual = answerToSecret;
        if (unusual != null) {
            answerToSecret = null;
            link.send(unusual.apply(message.id()));
            return;
        }
        if (message.secret().equals(SECRET)) {
            link.send(new Reply.Authenticated(Ids.next(), message.id(), "udp/h:5060", version, "udp/h:5060"));
        } else {
            link.send(new Reply.Refused(Ids.next(), message.id(), true, "incorrect secret"));
            link.close();
        }
    }
}
