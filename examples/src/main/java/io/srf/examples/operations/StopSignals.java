// SPDX-License-Identifier: Apache-2.0
package io.srf.examples.operations;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for the process to be told to end, with SIGTERM or SIGINT; told so twice it ends at once. SIGHUP does what {@link #onHangUp} says. Any thread may
 * use it.
 */
public final class StopSignals implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StopSignals.class);
    /** What a shell says of a process that SIGTERM has ended. */
    private static final int KILLED = 128 + 15;

    private final CountDownLatch told = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<Runnable> undo = new ArrayList<>();

    /** Listens from now on. */
    public StopSignals() {
        on("TERM", this::tell);
        on("INT", this::tell);
        if (undo.isEmpty()) {
            Runtime.getRuntime().addShutdownHook(new Thread(this::lastCall));
        }
    }

    private void on(String signal, Runnable action) {
        Optional<Runnable> before = Signals.on(signal, action);
        before.ifPresent(undo::add);
    }

    private void tell() {
        if (isTold()) {
            LOG.warn("told to end once more, so the process ends at once");
            Runtime.getRuntime().halt(KILLED);
        }
        told.countDown();
    }

    /** Without signals the JVM ends when this returns. */
    private void lastCall() {
        told.countDown();
        try {
            closed.await();
        } catch (InterruptedException e) {
            LOG.debug("interrupted, so the process ends");
        }
    }

    /** Does this, on a thread of its own, when SIGHUP comes. */
    public void onHangUp(Runnable action) {
        on("HUP", action);
    }

    /** Whether the process was told to end. */
    public boolean isTold() {
        return told.getCount() == 0;
    }

    /** What {@code /readyz} says of it. */
    public ReadyCheck check() {
        return () -> isTold() ? "draining" : null;
    }

    /** Waits until the process is told to end, or this thread is interrupted; says whether it was told. */
    public boolean await() {
        try {
            told.await();
        } catch (InterruptedException e) {
            LOG.debug("interrupted, so the command ends");
        }
        return isTold();
    }

    @Override
    public void close() {
        undo.forEach(Runnable::run);
        closed.countDown();
    }
}
