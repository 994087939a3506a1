// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.app.Response;
import io.srf.internal.actor.Mailbox;
import io.srf.session.internal.KeptCall;
import io.srf.time.Timer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One call: its mailbox, what is kept of it, and whether anything of it is left.
 *
 * <p>What it consists of holds it: an INVITE under way, a leg, a BYE without an answer. When the last of them lets go, the call is over.
 * {@link #hold} and {@link #release} are for its mailbox's tasks, and for whoever began it.
 */
final class Call implements Executor {
    private final Calls calls;
    private final String name;
    private final Mailbox mailbox;
    private final KeptCall kept;
    private int holds;
    private @Nullable Response began;

    Call(Calls calls, String name, KeptCall kept) {
        this.calls = calls;
        this.name = name;
        this.mailbox = new Mailbox(name);
        this.kept = kept;
    }

    /** Runs an internal step after those before it; it must not block. */
    @Override
    public void execute(Runnable step) {
        mailbox.execute(step);
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

    void hold() {
        holds++;
    }

    void release() {
        holds--;
        if (holds == 0) {
            kept.end();
            calls.ended();
            endSession();
        }
    }

    /** This is the answer to the request that began the call. */
    void began(Response response) {
        began = response;
    }

    /** A link that an engine has opened for this call alone is not needed any more. */
    private void endSession() {
        Response response = began;
        if (response != null && response.isFinal()) {
            response.request().agent().endSession();
        }
    }

    /** Runs an internal step later. */
    Timer later(Duration delay, Runnable step) {
        return calls.timers().schedule(delay.toMillis(), () -> execute(step));
    }

    <T> void complete(CompletableFuture<T> future, T value) {
        calls.complete(future, value);
    }

    void complete(CompletableFuture<Void> future) {
        calls.complete(future);
    }

    void fail(CompletableFuture<?> future, Throwable cause) {
        calls.fail(future, cause);
    }
}
