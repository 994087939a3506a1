// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The threads that an application starts by itself although it runs in virtual time, which cannot wait for them.
 *
 * <p>Whoever creates a thread hands its inheritable thread locals down; that shows when a worker's task does so, and where. Any thread may use it.
 */
final class OwnThreads {
    private static final int MAX_PLACES = 20;
    private static final int FRAMES = 12;
    private static final InheritableThreadLocal<@Nullable OwnThreads> CREATOR = new InheritableThreadLocal<>() {
        @Override
        protected @Nullable OwnThreads childValue(@Nullable OwnThreads creator) {
            if (creator != null) {
                creator.created(new Throwable().getStackTrace());
            }
            return creator;
        }
    };

    private final long before = newestThread();
    private final List<String> places = new ArrayList<>();

    /** The id of the newest thread there is: later ones have higher ids. */
    private static long newestThread() {
        return Thread.ofVirtual().unstarted(() -> {}).threadId();
    }

    /** Says that the calling thread runs a task of the application. */
    void watch() {
        CREATOR.set(this);
    }

    private synchronized void created(StackTraceElement[] stack) {
        if (places.size() < MAX_PLACES) {
            places.add("a thread of its own that was made at" + frames(stack, 4));
        }
    }

    private static String frames(StackTraceElement[] stack, int from) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < Math.min(stack.length, from + FRAMES); i++) {
            text.append("\n      ").append(stack[i]);
        }
        return text.toString();
    }

    /** The threads that tasks have started and that still run, each with its stack; those of other runs at the same time may be among them. */
    List<String> running() {
        List<String> all;
        synchronized (this) {
            all = new ArrayList<>(places);
        }
        if (all.isEmpty()) {
            return all;
        }
        List<String> running = new ArrayList<>();
        for (Map.Entry<Thread, StackTraceElement[]> entry :
                Thread.getAllStackTraces().entrySet()) {
            Thread thread = entry.getKey();
            if (thread.threadId() > before && !thread.getClass().getName().startsWith("jdk.internal.")) {
                running.add(
                        "thread " + thread.getName() + " (" + thread.getState() + ") at" + frames(entry.getValue(), 0));
            }
        }
        if (!running.isEmpty()) {
            running.addAll(all);
        }
        return running;
    }
}
