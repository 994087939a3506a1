// SPDX-License-Identifier: Apache-2.0
package io.srf.link;

import io.srf.wire.Reply;
import java.util.ArrayList;
import java.util.List;

/**
 * The states of an application's link and what leads from one to the next; without I/O, clock or thread.
 *
 * <table>
 * <caption>Everything else is ignored. "Again(n, cause)" is Waiting(n) with Retry(n), or Closed with GiveUp if n exceeds the attempts
 * permitted.</caption>
 * <tr><th>state</th><th>event</th><th>next</th><th>effects</th></tr>
 * <tr><td>Idle</td><td>Connect</td><td>Connecting(0)</td><td>Open</td></tr>
 * <tr><td>Connecting(n)</td><td>Opened</td><td>Authenticating(n)</td><td>Authenticate</td></tr>
 * <tr><td>Connecting(n)</td><td>Lost</td><td>Again(n+1)</td><td>Drop</td></tr>
 * <tr><td>Authenticating(n)</td><td>Welcomed</td><td>Ready</td><td>Announce, PingLater</td></tr>
 * <tr><td>Authenticating(n)</td><td>Rejected</td><td>Closed</td><td>Drop, Refuse</td></tr>
 * <tr><td>Authenticating(n)</td><td>Lost</td><td>Again(n+1)</td><td>Drop</td></tr>
 * <tr><td>Ready</td><td>TimeIsUp</td><td>Ready</td><td>Ping</td></tr>
 * <tr><td>Ready</td><td>Pong</td><td>Ready</td><td>PingLater</td></tr>
 * <tr><td>Ready</td><td>Lost</td><td>Again(1)</td><td>StopTimer, Drop, Mourn</td></tr>
 * <tr><td>Ready</td><td>Close</td><td>Closed</td><td>StopTimer, Drop, Mourn, Settle</td></tr>
 * <tr><td>Waiting(n)</td><td>TimeIsUp</td><td>Connecting(n)</td><td>Open</td></tr>
 * <tr><td>any other but Closed</td><td>Close</td><td>Closed</td><td>StopTimer, Drop, Settle</td></tr>
 * </table>
 */
final class LinkMachine {
    private LinkMachine() {}

    /** Where a link stands. */
    sealed interface State {
        /** Nobody has asked for it. */
        record Idle() implements State {}

        /** It is being opened, after so many failures. */
        record Connecting(int attempt) implements State {}

        /** It is open and the secret has been sent. */
        record Authenticating(int attempt) implements State {}

        /** It is in use. */
        record Ready() implements State {}

        /** It will be opened again. */
        record Waiting(int attempt) implements State {}

        /** It will not be opened any more. */
        record Closed() implements State {}
    }

    /** What happens to a link. */
    sealed interface Event {
        /** The application wants it. */
        record Connect() implements Event {}

        /** It is open. */
        record Opened() implements Event {}

        /** It could not be opened, dropped, or did not answer in time. */
        record Lost(LinkException cause) implements Event {}

        /** The engine accepts the secret. */
        record Welcomed(Reply.Authenticated engine) implements Event {}

        /** The engine does not accept the secret. */
        record Rejected(LinkException cause) implements Event {}

        /** The engine answered a ping. */
        record Pong() implements Event {}

        /** The timer ran out. */
        record TimeIsUp() implements Event {}

        /** The application does not want it any more. */
        record Close(LinkException cause) implements Event {}
    }

    /** What is to be done, in this order. */
    sealed interface Effect {
        /** Open a link. */
        record Open() implements Effect {}

        /** Send the secret. */
        record Authenticate() implements Effect {}

        /** Send the routes, and tell everybody that the link is ready. */
        record Announce(Reply.Authenticated engine) implements Effect {}

        /** Start the timer for the next ping. */
        record PingLater() implements Effect {}

        /** Send a ping. */
        record Ping() implements Effect {}

        /** Start the timer for this attempt. */
        record Retry(int attempt) implements Effect {}

        /** Stop the timer. */
        record StopTimer() implements Effect {}

        /** Close the link, if there is one, and fail what is pending on it. */
        record Drop(LinkException cause) implements Effect {}

        /** Tell that a ready link is gone. */
        record Mourn(LinkException cause) implements Effect {}

        /** Tell that the secret is wrong, also whoever waits for the first connection. */
        record Refuse(LinkException cause) implements Effect {}

        /** Tell that there are no attempts left, also whoever waits for the first connection. */
        record GiveUp(LinkException cause) implements Effect {}

        /** Tell whoever waits for the first connection. */
        record Settle(LinkException cause) implements Effect {}
    }

    /** A state and what is to be done on the way to it. */
    record Step(State next, List<Effect> effects) {
        Step(State next, Effect... effects) {
            this(next, List.of(effects));
        }
    }

    static Step step(State state, Event event, int maxAttempts) {
        if (event instanceof Event.Close close) {
            return close(state, close.cause());
        }
        return switch (state) {
            case State.Idle it ->
                event instanceof Event.Connect ? new Step(new State.Connecting(0), new Effect.Open()) : new Step(state);
            case State.Connecting it -> connecting(it, event, maxAttempts);
            case State.Authenticating it -> authenticating(it, event, maxAttempts);
            case State.Ready it -> ready(it, event, maxAttempts);
            case State.Waiting it ->
                event instanceof Event.TimeIsUp
                        ? new Step(new State.Connecting(it.attempt()), new Effect.Open())
                        : new Step(state);
            case State.Closed it -> new Step(state);
        };
    }

    private static Step connecting(State.Connecting state, Event event, int maxAttempts) {
        return switch (event) {
            case Event.Opened it -> new Step(new State.Authenticating(state.attempt()), new Effect.Authenticate());
            case Event.Lost lost ->
                again(state.attempt() + 1, lost.cause(), maxAttempts, new Effect.Drop(lost.cause()));
            default -> new Step(state);
        };
    }

    private static Step authenticating(State.Authenticating state, Event event, int maxAttempts) {
        return switch (event) {
            case Event.Welcomed it ->
                new Step(new State.Ready(), new Effect.Announce(it.engine()), new Effect.PingLater());
            case Event.Rejected it ->
                new Step(new State.Closed(), new Effect.Drop(it.cause()), new Effect.Refuse(it.cause()));
            case Event.Lost lost ->
                again(state.attempt() + 1, lost.cause(), maxAttempts, new Effect.Drop(lost.cause()));
            default -> new Step(state);
        };
    }

    private static Step ready(State.Ready state, Event event, int maxAttempts) {
        return switch (event) {
            case Event.TimeIsUp it -> new Step(state, new Effect.Ping());
            case Event.Pong it -> new Step(state, new Effect.PingLater());
            case Event.Lost lost ->
                again(
                        1,
                        lost.cause(),
                        maxAttempts,
                        new Effect.StopTimer(),
                        new Effect.Drop(lost.cause()),
                        new Effect.Mourn(lost.cause()));
            default -> new Step(state);
        };
    }

    private static Step again(int attempt, LinkException cause, int maxAttempts, Effect... first) {
        List<Effect> effects = new ArrayList<>(List.of(first));
        if (attempt > maxAttempts) {
            effects.add(new Effect.GiveUp(cause));
            return new Step(new State.Closed(), effects);
        }
        effects.add(new Effect.Retry(attempt));
        return new Step(new State.Waiting(attempt), effects);
    }

    private static Step close(State state, LinkException cause) {
        Effect stop = new Effect.StopTimer();
        Effect drop = new Effect.Drop(cause);
        Effect settle = new Effect.Settle(cause);
        return switch (state) {
            case State.Closed it -> new Step(state);
            case State.Ready it -> new Step(new State.Closed(), stop, drop, new Effect.Mourn(cause), settle);
            default -> new Step(new State.Closed(), stop, drop, settle);
        };
    }
}
