// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.B2BUA;
import io.srf.app.Agent;
import io.srf.app.Response;
import io.srf.internal.actor.Mailbox;
import io.srf.internal.actor.SerialExecutor;
import io.srf.log.CallLogger;
import io.srf.session.internal.KeptCall;
import io.srf.time.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call: its mailbox, what is kept of it, and whether anything of it is left.
 *
 * <p>What it consists of holds it: an INVITE under way, a leg, a BYE without an answer. When the last of them lets go, the call is over.
 * {@link #hold} and {@link #release} are for its mailbox's tasks, and for whoever began it.
 */
final class Call implements Executor {
    private static final Logger LOG = LoggerFactory.getLogger(Call.class);

    /** How many requests may wait until the call is restored. */
    private static final int MAX_WAITING = 32;

    private final Calls calls;
    private final String name;
    private final Mailbox mailbox;
    private final KeptCall kept;
    private final CallFlight flight;
    private final CallTimers timers;
    private final List<Leg> legs = new ArrayList<>(2);
    private @Nullable SerialExecutor news;
    private int holds;
    private List<Agent> links = List.of();
    private @Nullable List<Runnable> waiting;

    Call(Calls calls, String name, KeptCall kept, CallFlight flight) {
        this.calls = calls;
        this.name = name;
        this.mailbox = new Mailbox(name);
        this.kept = kept;
        this.flight = flight;
        this.timers = new CallTimers(this);
        kept.onWrite(flight::stored);
        kept.join();
        kept.timersOn(timers);
        if (!kept.timers().isEmpty()) {
            timers.changed();
        }
    }

    /** Runs an internal step after those before it; it must not block. */
    @Override
    public void execute(Runnable step) {
        mailbox.execute(step);
    }

    /** Lets requests wait until it is known that the call is ours, and how it stands. */
    void suspend() {
        waiting = new ArrayList<>(1);
    }

    /** Takes what has waited, until something of it has the rest wait again. */
    void resume() {
        List<Runnable> all = waiting;
        waiting = null;
        if (all != null) {
            all.forEach(this::whenRestored);
        }
    }

    /** Runs a step at once, or when the call is restored; false if too many wait for that. */
    boolean whenRestored(Runnable step) {
        if (waiting == null) {
            step.run();
            return true;
        }
        return waiting.size() < MAX_WAITING && waiting.add(step);
    }

    String name() {
        return name;
    }

    Calls calls() {
        return calls;
    }

    KeptCall kept() {
        return kept;
    }

    CallFlight flight() {
        return flight;
    }

    /** Its dialogs that are announced and not over. */
    List<Leg> legs() {
        return legs;
    }

    void hold() {
        holds++;
    }

    void release() {
        holds--;
        if (holds == 0) {
            timers.stop();
            kept.leave();
            calls.ended();
            endSession();
        }
    }

    /** Whether it is up, and nothing is under way in it. */
    boolean isSettled() {
        return waiting == null && holds == legs.size() && legs.stream().allMatch(Leg::isSettled);
    }

    /** A request that began the call, or joined it, needs its link no more when the call is over, if it was answered. */
    void doneWith(Response response) {
        if (response.isFinal()) {
            List<Agent> more = new ArrayList<>(links);
            more.add(response.request().agent());
            links = List.copyOf(more);
        }
    }

    /** Closes links that an engine has opened for this call alone. */
    private void endSession() {
        links.forEach(Agent::endSession);
    }

    /** Runs code of the application that hears of both legs, after what it ran before. */
    void tell(Runnable code) {
        if (news == null) {
            news = new SerialExecutor(calls.executor(), name);
        }
        try {
            news.execute(code);
        } catch (RejectedExecutionException e) {
            CallLogger.warn(LOG, name, "an event is lost: {}", e.getMessage());
        }
    }

    /** Runs an internal step later. */
    Timer later(Duration delay, Runnable step) {
        return calls.timers().schedule(delay.toMillis(), () -> execute(step));
    }

    <T> void complete(CompletableFuture<T> future, T value) {
        calls.complete(future, value);
    }

    /** Gives the application what it wanted; undoes it if nobody wants it any more. */
    <T> void complete(CompletableFuture<T> future, T value, Runnable undo) {
        calls.complete(future, value, undo);
    }

    /** Gives the application two legs that were joined; both are hung up if nobody wants them any more. */
    void completeJoined(CompletableFuture<B2BUA> future, Leg uas, Leg uac) {
        complete(future, new B2BUA(uas.dialog(), uac.dialog()), () -> {
            uas.bye().unwanted();
            uac.bye().unwanted();
        });
    }

    void complete(CompletableFuture<Void> future) {
        calls.complete(future);
    }

    void fail(CompletableFuture<?> future, Throwable cause) {
        calls.fail(future, cause);
    }
}
