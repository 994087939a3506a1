// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.link.Connector;
import io.srf.link.Link;
import io.srf.link.LinkListener;
import io.srf.time.Timer;
import io.srf.time.Timers;
import io.srf.wire.ClientMessage;
import io.srf.wire.ServerMessage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Whether a node's process runs: everything that would wake it (its timers, its tasks, what comes on its links) comes through here, waits while
 * it is paused, and is dropped once it is dead.
 */
final class NodeLife {
    private final VirtualTime time;
    private final Duration ahead;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private final CopyOnWriteArrayList<Link<ClientMessage>> links = new CopyOnWriteArrayList<>();
    private final Set<Thread> busy = ConcurrentHashMap.newKeySet();
    private State state = State.RUNNING;
    private volatile boolean isolated;

    /**
     * A node that runs.
     *
     * @param ahead how far its clock is ahead; negative if it is behind
     */
    NodeLife(VirtualTime time, Duration ahead) {
        this.time = time;
        this.ahead = ahead;
    }

    private enum State {
        RUNNING,
        PAUSED,
        DEAD
    }

    private void run(Runnable step) {
        if (admits(step)) {
            step.run();
        }
    }

    private synchronized boolean admits(Runnable step) {
        if (state == State.PAUSED) {
            waiting.add(step);
        }
        return state == State.RUNNING;
    }

    synchronized boolean isDead() {
        return state == State.DEAD;
    }

    synchronized void pause() {
        if (state == State.RUNNING) {
            state = State.PAUSED;
        }
    }

    /** What would have woken it happens now, in order. */
    void resume() {
        Runnable next;
        synchronized (this) {
            state = state == State.PAUSED ? State.RUNNING : state;
        }
        while ((next = poll()) != null) {
            next.run();
        }
    }

    private synchronized @Nullable Runnable poll() {
        return state == State.RUNNING ? waiting.poll() : null;
    }

    /** Nothing of it runs any more, and its links drop. */
    void end() {
        synchronized (this) {
            state = State.DEAD;
            waiting.clear();
        }
        links.forEach(Link::close);
    }

    /** Its links drop while it runs, and no new one comes about. */
    void isolate() {
        isolated = true;
        cut();
    }

    boolean isIsolated() {
        return isolated;
    }

    /** Its links drop while it runs. */
    void cut() {
        links.forEach(Link::close);
    }

    Timers timers() {
        return new Timers() {
            @Override
            public Instant now() {
                return time.now().plus(ahead);
            }

            @Override
            public long nanoTime() {
                return time.nanoTime() + ahead.toNanos();
            }

            @Override
            public Timer schedule(long delayMillis, Runnable task) {
                return isDead() ? () -> {} : time.schedule(delayMillis, () -> run(task));
            }
        };
    }

    Executor executor() {
        return task -> time.workers().execute(() -> {
            if (admits(() -> executor().execute(task))) {
                runs(task);
            }
        });
    }

    private void runs(Runnable task) {
        Thread thread = Thread.currentThread();
        busy.add(thread);
        try {
            task.run();
        } finally {
            busy.remove(thread);
        }
    }

    /** What still waits in a dead process waits for ever. */
    void bury() {
        if (isDead()) {
            busy.forEach(time.workers()::forget);
        }
    }

    Connector linkTo(Connector engine) {
        return new Connector() {
            @Override
            public CompletableFuture<Link<ClientMessage>> connect(LinkListener<ServerMessage> listener) {
                return isDead() || isolated
                        ? CompletableFuture.failedFuture(new IOException("no engine is reached"))
                        : engine.connect(guarded(listener)).whenComplete((link, failure) -> links.add(link));
            }

            @Override
            public String target() {
                return engine.target();
            }
        };
    }

    private LinkListener<ServerMessage> guarded(LinkListener<ServerMessage> listener) {
        return new LinkListener<>() {
            @Override
            public void received(ServerMessage message) {
                run(() -> listener.received(message));
            }

            @Override
            public void closed(@Nullable Throwable cause) {
                run(() -> listener.closed(cause));
            }
        };
    }
}
