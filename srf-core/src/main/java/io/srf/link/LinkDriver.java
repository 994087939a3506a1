// SPDX-License-Identifier: Apache-2.0
package io.srf.link;

import io.srf.link.LinkException.Reason;
import io.srf.link.LinkMachine.Effect;
import io.srf.link.LinkMachine.Event;
import io.srf.link.LinkMachine.State;
import io.srf.sip.Ids;
import io.srf.time.Timers;
import io.srf.wire.ClientMessage;
import io.srf.wire.EngineVersion;
import io.srf.wire.Reply;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the effects of {@link LinkMachine}.
 *
 * <p>State, timer, routes and the change of sessions are touched in {@link Serial} alone; requests and what arrives go past it.
 */
final class LinkDriver {
    private static final Logger LOG = LoggerFactory.getLogger(LinkDriver.class);

    private final Connector connector;
    private final LinkOptions options;
    private final Timers timers;
    private final RandomGenerator random;
    private final LinkClientListener listener;
    private final CompletableFuture<Reply.Authenticated> connected = new CompletableFuture<>();

    private final Serial serial = new Serial();
    private final WantedRoutes routes;
    private State state = new State.Idle();
    private final SerialTimer timer;
    private @Nullable LinkSession session;

    private volatile @Nullable LinkSession ready;
    private volatile Reply.@Nullable Authenticated engine;

    LinkDriver(
            Connector connector,
            LinkOptions options,
            Timers timers,
            RandomGenerator random,
            LinkClientListener listener) {
        this.connector = connector;
        this.options = options;
        this.timers = timers;
        this.random = random;
        this.listener = listener;
        this.routes = new WantedRoutes(
                connector.target(),
                (message, answered, failed) -> ask(message, options.timeouts().requestMillis(), answered, failed));
        this.timer = new SerialTimer(timers, serial, () -> step(new Event.TimeIsUp()));
    }

    /** Completes with the first connection whose engine has answered for all routes. */
    CompletableFuture<Reply.Authenticated> connected() {
        return connected;
    }

    /** The session that requests go to; null while there is none that is authenticated. */
    @Nullable LinkSession ready() {
        return ready;
    }

    Reply.@Nullable Authenticated engine() {
        return engine;
    }

    /** Takes what the application wants. */
    void happened(Event event) {
        serial.run(() -> step(event));
    }

    void addRoute(String verb) {
        serial.run(() -> {
            if (routes.add(verb) && state instanceof State.Ready) {
                routes.ask(verb);
            }
        });
    }

    CompletableFuture<Void> removeRoute(String verb) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        serial.run(() -> {
            if (!routes.remove(verb) || !(state instanceof State.Ready)) {
                done.complete(null);
                return;
            }
            ask(
                    new ClientMessage.RemoveRoute(Ids.next(), verb),
                    options.timeouts().requestMillis(),
                    reply -> done.complete(null),
                    failure -> done.complete(null));
            if (!version().isSrf()) {
                routes.askForAll(); // a drachtio-server has removed them all
            }
        });
        return done;
    }

    /** Completes, never with a failure, when the engine has answered for all routes that it has been asked for, or when there is no link. */
    CompletableFuture<Void> routed() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        serial.run(() -> routes.answered().thenRun(() -> done.complete(null)));
        return done;
    }

    private EngineVersion version() {
        Reply.Authenticated known = engine;
        return new EngineVersion(known == null ? "" : known.version());
    }

    private void step(Event event) {
        LinkMachine.Step step =
                LinkMachine.step(state, event, options.reconnect().maxAttempts());
        state = step.next();
        step.effects().forEach(this::run);
    }

    private void run(Effect effect) {
        switch (effect) {
            case Effect.Open it -> open();
            case Effect.Authenticate it -> authenticate();
            case Effect.Announce it -> announce(it.engine());
            case Effect.PingLater it -> pingLater();
            case Effect.Ping it -> ping();
            case Effect.Retry it -> retry(it.attempt());
            case Effect.StopTimer it -> timer.stop();
            case Effect.Drop it -> drop(it.cause());
            case Effect.Mourn it -> tell(to -> to.disconnected(it.cause()));
            case Effect.Refuse it -> refuse(it.cause());
            case Effect.GiveUp it -> giveUp(it.cause());
            case Effect.Settle it -> connected.completeExceptionally(it.cause());
        }
    }

    private void open() {
        LinkSession opening = new LinkSession(
                serial,
                listener,
                timers,
                options.maxPending(),
                (source, cause) -> stepIn(source, new Event.Lost(cause)));
        session = opening;
        connect(opening)
                .whenComplete((link, failure) -> serial.run(() -> {
                    if (failure != null) {
                        stepIn(opening, new Event.Lost(notOpened(failure)));
                    } else if (session == opening) {
                        opening.opened(link);
                        step(new Event.Opened());
                    } else {
                        link.close();
                    }
                }));
    }

    private CompletableFuture<Link<ClientMessage>> connect(LinkSession opening) {
        try {
            return connector.connect(opening);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static LinkException notOpened(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return new LinkException(Reason.LOST, text(cause), cause);
    }

    private static String text(Throwable failure) {
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }

    /** Steps unless the event comes from a session that is over. */
    private void stepIn(@Nullable LinkSession source, Event event) {
        if (source == session) {
            step(event);
        }
    }

    private void authenticate() {
        LinkSession asked = session;
        if (asked == null) {
            return;
        }
        // The answer comes in serial, as all does before the announcement; queued again it would come behind a close.
        asked.request(
                new ClientMessage.Authenticate(Ids.next(), options.secret(), options.tags(), options.node()),
                ReplyHandler.ofLast(
                        reply -> stepIn(asked, answerToSecret(reply)),
                        failure -> serial.run(() -> stepIn(asked, new Event.Lost(failure)))),
                options.timeouts().requestMillis());
    }

    private Event answerToSecret(Reply reply) {
        return switch (reply) {
            case Reply.Authenticated welcome -> new Event.Welcomed(welcome);
            case Reply.Ok ok -> new Event.Welcomed(withoutVersion(ok));
            case Reply.Refused refused ->
                refused.fatal()
                        ? new Event.Rejected(
                                new LinkException(Reason.REFUSED, connector.target() + " says: " + refused.text()))
                        : new Event.Lost(
                                new LinkException(Reason.LOST, connector.target() + " says: " + refused.text()));
            default -> new Event.Lost(new LinkException(Reason.LOST, "an unexpected answer to the secret: " + reply));
        };
    }

    /** What an old drachtio-server says: its addresses and nothing else. */
    private static Reply.Authenticated withoutVersion(Reply.Ok ok) {
        return new Reply.Authenticated(ok.id(), ok.inReplyTo(), ok.text() == null ? "" : ok.text(), "", null);
    }

    private void announce(Reply.Authenticated newEngine) {
        LOG.info("connected to {}, version {}", connector.target(), newEngine.version());
        engine = newEngine;
        ready = session;
        CompletableFuture<Boolean> routed = routes.askForAll();
        tell(it -> it.connected(newEngine));
        routed.thenAccept(answered -> {
            if (answered) {
                connected.complete(newEngine);
            }
        });
        if (session != null) {
            session.announced();
        }
    }

    private void pingLater() {
        long interval = options.timeouts().pingIntervalMillis();
        if (interval > 0 && version().answersPings()) {
            timer.start(interval);
        }
    }

    private void ping() {
        LinkSession asked = session;
        ask(
                new ClientMessage.Ping(Ids.next()),
                options.timeouts().pingMillis(),
                reply -> stepIn(asked, new Event.Pong()),
                failure -> stepIn(
                        asked,
                        new Event.Lost(new LinkException(Reason.LOST, "no answer to a ping: " + text(failure)))));
    }

    private void retry(int attempt) {
        long delay = options.reconnect().delayMillis(attempt, random.nextDouble());
        LOG.info("attempt {} to connect to {} in {} ms", attempt, connector.target(), delay);
        timer.start(delay);
        tell(it -> it.reconnecting(delay, attempt));
    }

    private void drop(LinkException cause) {
        ready = null;
        engine = null;
        LinkSession dropped = session;
        session = null;
        if (dropped != null) {
            LOG.info("no link to {}: {}", connector.target(), cause.getMessage());
            dropped.drop(cause);
        }
    }

    private void refuse(LinkException cause) {
        tell(it -> it.refused(cause));
        connected.completeExceptionally(cause);
    }

    private void giveUp(LinkException cause) {
        LinkException last = new LinkException(
                Reason.GAVE_UP, "no further attempt to connect to " + connector.target() + ": " + text(cause), cause);
        tell(it -> it.gaveUp(last));
        connected.completeExceptionally(last);
    }

    private void tell(Consumer<LinkClientListener> event) {
        try {
            event.accept(listener);
        } catch (RuntimeException e) {
            LOG.error("the listener of the link to {} failed", connector.target(), e);
        }
    }

    /** Sends a message of the client's own; the answer is heard in {@link Serial}. */
    private void ask(
            ClientMessage message, long timeoutMillis, Consumer<Reply> answered, Consumer<LinkException> failed) {
        if (session != null) {
            session.request(
                    message,
                    ReplyHandler.ofLast(
                            reply -> serial.run(() -> answered.accept(reply)),
                            failure -> serial.run(() -> failed.accept(failure))),
                    timeoutMillis);
        }
    }
}
