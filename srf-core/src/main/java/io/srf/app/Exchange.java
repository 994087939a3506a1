// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import io.srf.app.AnsweringMachine.Effect;
import io.srf.app.AnsweringMachine.Event;
import io.srf.app.AnsweringMachine.Limit;
import io.srf.app.AnsweringMachine.State;
import io.srf.flight.FlightEvent;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.wire.ServerMessage;
import io.srf.wire.ServerMessage.Incoming;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A received request and its answer: runs what {@link AnsweringMachine} says.
 *
 * <p>Threads: events come from the link, the handlers and the timers at once. The state changes by compare-and-set, and whoever made it
 * change runs the effects.
 */
final class Exchange {
    private final Agent agent;
    private final Incoming incoming;
    private final SipRequest message;
    private final Request request;
    private final Response response;
    private final AnsweringMachine machine;
    private final AtomicReference<State> state;
    private final Deadline deadline;
    private final AtomicReference<@Nullable CompletableFuture<Closing>> closed = new AtomicReference<>();

    Exchange(Agent agent, Incoming incoming, SipRequest message) {
        this.agent = agent;
        this.incoming = incoming;
        this.message = message;
        this.machine = new AnsweringMachine(message.is(Methods.INVITE));
        this.state = new AtomicReference<>(isMute() ? AnsweringMachine.MUTE : AnsweringMachine.START);
        this.deadline = new Deadline(agent.runtime().timers());
        this.request = new Request(this);
        this.response = new Response(this);
    }

    Agent agent() {
        return agent;
    }

    Incoming incoming() {
        return incoming;
    }

    SipRequest message() {
        return message;
    }

    Request request() {
        return request;
    }

    Response response() {
        return response;
    }

    State state() {
        return state.get();
    }

    /** Whether it never can have an answer. */
    boolean isMute() {
        return message.is(Methods.ACK) || isUnsolicited();
    }

    boolean isUnsolicited() {
        return incoming.transactionId().equals(ServerMessage.UNSOLICITED);
    }

    /** The Call-ID for people to read, even if the message lacks one. */
    String callId() {
        return CallIds.of(message);
    }

    /** Takes down what the application does with the request. */
    void record(FlightEvent event) {
        agent.recorder().record(callId(), event);
    }

    /** Starts the limit by which an answer must be given. */
    void begin() {
        startLimit(machine.firstLimit());
    }

    /**
     * Says that the application wants to send a response, or to have the request proxied.
     *
     * @return null if it may, else why not
     */
    @Nullable RuntimeException claim(Event wish) {
        RuntimeException refusal = null;
        for (Effect effect : transit(wish)) {
            if (effect instanceof Effect.Refuse refuse) {
                refusal = refuse.why().refusal();
            } else {
                run(effect);
            }
        }
        return refusal;
    }

    void on(Event event) {
        transit(event).forEach(this::run);
    }

    private List<Effect> transit(Event event) {
        State before;
        AnsweringMachine.Step step;
        do {
            before = state.get();
            step = machine.step(before, event);
        } while (!state.compareAndSet(before, step.state()));
        return step.effects();
    }

    private void run(Effect effect) {
        switch (effect) {
            case Effect.StartLimit start -> startLimit(start.limit());
            case Effect.GiveUp giveUp -> response.giveUp(giveUp.status());
            case Effect.Close __ -> close();
            case Effect.PassOn __ -> {}
            case Effect.Refuse __ -> {}
        }
    }

    private void startLimit(Limit limit) {
        AppLimits limits = agent.runtime().limits();
        deadline.start(
                switch (limit) {
                    case FIRST_RESPONSE -> limits.firstResponse();
                    case RINGING -> limits.ringing();
                    case OTHER_RESPONSE -> limits.otherResponse();
                },
                () -> on(new Event.TimeUp()));
    }

    private void close() {
        deadline.end();
        agent.received().remove(incoming.transactionId(), this);
        CompletableFuture<Closing> waiting = closed.get();
        if (waiting != null) {
            settle(waiting);
        }
    }

    /** Completes on the thread of the link when nothing more can be sent in answer; never fails. */
    CompletableFuture<Closing> closed() {
        CompletableFuture<Closing> waiting = closed.get();
        if (waiting == null) {
            CompletableFuture<Closing> first = new CompletableFuture<>();
            waiting = closed.compareAndSet(null, first) ? first : closed.get();
        }
        CompletableFuture<Closing> known = Objects.requireNonNull(waiting);
        settle(known);
        return known;
    }

    /** The state is set before {@code closed} is read, and read after {@code closed} is set: so one of two racing threads settles. */
    private void settle(CompletableFuture<Closing> waiting) {
        if (state.get() instanceof State.Closed now) {
            waiting.complete(now.why());
        }
    }
}
