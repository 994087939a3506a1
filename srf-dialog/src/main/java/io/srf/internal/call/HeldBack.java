// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.app.Request;
import io.srf.app.Response;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The requests to a leg that wait until it is known what becomes of the call. Touched by tasks of the call's mailbox alone. */
final class HeldBack {
    /** How many may wait; more are taken at once. */
    private static final int MAX_WAITING = 32;

    private final Leg leg;
    private @Nullable List<Runnable> waiting;

    HeldBack(Leg leg) {
        this.leg = leg;
    }

    /** Lets requests wait from now on, but for those that may not. */
    void begin() {
        waiting = new ArrayList<>(1);
    }

    /** Whether none waits, or has to. */
    boolean isEmpty() {
        return waiting == null;
    }

    /** Takes a request, or lets it wait. */
    void take(Request request, Response response) {
        Runnable take = () -> Incoming.take(leg, request, response);
        if (waiting == null || !Incoming.mayWait(request) || waiting.size() >= MAX_WAITING) {
            take.run();
        } else {
            waiting.add(take);
        }
    }

    /** Takes what has waited. */
    void letGo() {
        List<Runnable> all = waiting;
        waiting = null;
        if (all != null) {
            all.forEach(Runnable::run);
        }
    }
}
