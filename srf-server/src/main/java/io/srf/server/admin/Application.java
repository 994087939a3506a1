// SPDX-License-Identifier: Apache-2.0
package io.srf.server.admin;

import io.srf.link.Link;
import io.srf.link.LinkListener;
import io.srf.server.routing.Applications;
import io.srf.sip.Ids;
import io.srf.sip.SipResponse;
import io.srf.wire.AppNode;
import io.srf.wire.ClientMessage;
import io.srf.wire.Reply;
import io.srf.wire.ServerMessage;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One application's link, seen from the engine. Until it has authenticated, anything else that it says closes the link.
 *
 * <p>Any thread may call any method.
 */
public final class Application implements LinkListener<ClientMessage> {
    /** How many verbs one application may route. */
    public static final int MAX_VERBS = 64;

    /** How far an application has come. */
    private enum Standing {
        STRANGER,
        ADMITTED,
        GONE
    }

    private final Link<ServerMessage> link;
    private final Admission admission;
    private final Desk desk;
    private final Applications<Application> applications;
    private final Set<String> verbs = ConcurrentHashMap.newKeySet();
    private final AtomicReference<Standing> standing = new AtomicReference<>(Standing.STRANGER);
    private final CompletableFuture<Application> admitted = new CompletableFuture<>();
    private volatile Set<String> tags = Set.of();
    private volatile @Nullable AppNode node;

    /** An application at the other end of this link. */
    public Application(
            Link<ServerMessage> link, Admission admission, Desk desk, Applications<Application> applications) {
        this.link = link;
        this.admission = admission;
        this.desk = desk;
        this.applications = applications;
    }

    /** Sends a message to the application; nothing happens if it is gone. */
    public void send(ServerMessage message) {
        link.send(message);
    }

    /** Closes the link, which nobody needs any more. */
    public void hangUp() {
        link.close();
    }

    /** Whether the link has closed. */
    public boolean isGone() {
        return standing.get() == Standing.GONE;
    }

    /** Completes with this when it is let in; fails when its link closes before that. */
    public CompletionStage<Application> admitted() {
        return admitted.minimalCompletionStage();
    }

    /** Whether it said that it has this tag. */
    public boolean hasTag(String tag) {
        return tags.contains(tag);
    }

    /** Which node of which application it is; null if it did not say. */
    public @Nullable AppNode node() {
        return node;
    }

    /** Whether it is a node of this application. */
    public boolean isNodeOf(String app) {
        AppNode mine = node;
        return mine != null && mine.app().equals(app);
    }

    /** Tells the application that something was not done; the link stays. */
    public void refuse(ClientMessage request, String text) {
        link.send(new Reply.Refused(Ids.next(), request.id(), false, text));
    }

    private void refuseAndClose(ClientMessage request, String text) {
        link.send(new Reply.Refused(Ids.next(), request.id(), true, text));
        link.close();
    }

    /** Tells the application that something was done; the text may be null. */
    public void ok(ClientMessage request, @Nullable String text) {
        link.send(new Reply.Ok(Ids.next(), request.id(), text));
    }

    @Override
    public void received(ClientMessage message) {
        if (message instanceof ClientMessage.Authenticate hello) {
            authenticate(hello);
        } else if (standing.get() != Standing.ADMITTED) {
            refuseAndClose(message, "not authenticated");
        } else {
            serve(message);
        }
    }

    private void serve(ClientMessage message) {
        switch (message) {
            case ClientMessage.Authenticate hello -> authenticate(hello);
            case ClientMessage.Ping ping -> ok(ping, "pong");
            case ClientMessage.Route route -> route(route);
            case ClientMessage.RemoveRoute route -> {
                verbs.remove(route.verb().toLowerCase(Locale.ROOT));
                applications.remove(this, route.verb());
                ok(route, null);
            }
            case ClientMessage.Send send -> send(send);
            case ClientMessage.Proxy proxy -> desk.proxy(this, proxy);
            case ClientMessage.Claim claim -> desk.claim(this, claim);
            case ClientMessage.Release release -> desk.release(this, release);
            case ClientMessage.Unknown unknown -> refuseAndClose(unknown, "Unknown message type");
        }
    }

    private void send(ClientMessage.Send send) {
        if (send.message() instanceof SipResponse && send.transactionId() == null) {
            refuseAndClose(send, "transaction id missing");
        } else {
            desk.send(this, send);
        }
    }

    private void authenticate(ClientMessage.Authenticate hello) {
        if (!admission.admits(hello)) {
            refuseAndClose(hello, "incorrect secret");
            return;
        }
        List<String> named = hello.tags();
        tags = named == null ? Set.of() : Set.copyOf(named);
        boolean first = standing.compareAndSet(Standing.STRANGER, Standing.ADMITTED);
        Desk.Welcome welcome = desk.welcome();
        link.send(new Reply.Authenticated(
                Ids.next(), hello.id(), welcome.hostports(), welcome.version(), welcome.localHostports()));
        AppNode as = hello.node();
        if (first && as != null) {
            enter(as);
        }
        admitted.complete(this);
    }

    private void enter(AppNode as) {
        node = as;
        applications.nodes().enter(this, as.app());
        if (isGone()) {
            leave();
        }
    }

    /** Takes all its turns away. */
    public void leave() {
        applications.removeAll(this);
        AppNode mine = node;
        if (mine != null) {
            applications.nodes().leave(this, mine.app());
        }
    }

    private void route(ClientMessage.Route route) {
        if (verbs.size() >= MAX_VERBS && !verbs.contains(route.verb().toLowerCase(Locale.ROOT))) {
            refuse(route, "too many verbs, expected: ≤ " + MAX_VERBS);
            return;
        }
        verbs.add(route.verb().toLowerCase(Locale.ROOT));
        applications.add(this, route.verb());
        if (isGone()) {
            leave();
        }
        ok(route, null);
    }

    @Override
    public void closed(@Nullable Throwable cause) {
        Standing before = standing.getAndSet(Standing.GONE);
        leave();
        admitted.completeExceptionally(new IOException("the application at " + this + " left before it was let in"));
        if (before == Standing.ADMITTED) {
            desk.gone(this);
        }
    }

    @Override
    public String toString() {
        return link.peer();
    }
}
