// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.srf.server.lookup.Resolver;
import io.srf.server.lookup.Target;
import io.srf.server.transport.Flow;
import io.srf.sip.SipParseException;
import io.srf.sip.SipResponse;
import io.srf.time.Timers;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The ways that one request can take, in the order in which they are tried: when a target refuses connections, is silent or answers 503, the
 * next one gets the request (RFC 3263 §4.3). For the shard's loop alone.
 *
 * <p>A target that has answered with more than 100 is not replaced, because others have heard of what it said.
 */
public final class Ways {
    private static final int UNAVAILABLE = 503;
    private static final int TRYING = 100;
    /** Stands for the usual time. */
    private static final long USUAL = -1;

    private final List<Flow> flows;
    /** Who remembers dead targets; null where there is no choice. */
    private final @Nullable Resolver memory;

    private final @Nullable Timers clock;
    private final long begun;
    private int at;
    private boolean fixed;

    private Ways(List<Flow> flows, @Nullable Resolver memory, @Nullable Timers clock) {
        this.flows = flows;
        this.memory = memory;
        this.clock = clock;
        this.begun = clock == null ? 0 : clock.nanoTime();
    }

    /** This one and no other. */
    public static Ways only(Flow flow) {
        return new Ways(List.of(flow), null, null);
    }

    /** These, one at least. */
    static Ways of(List<Flow> flows, Resolver memory, Timers clock) {
        return flows.size() == 1 ? only(flows.getFirst()) : new Ways(flows, memory, clock);
    }

    /** Whether the first has failed. */
    boolean hasMoved() {
        return at > 0;
    }

    /** The one to take now. */
    public Flow flow() {
        return flows.get(at);
    }

    /** Whether a response means that the request is to be sent again, by what {@link #flow()} is now. */
    public boolean isLeftAfter(SipResponse response) {
        if (response.status() == UNAVAILABLE) {
            return goesOn(retryAfterMillis(response));
        }
        if (memory != null && !fixed) {
            memory.answered(target());
            fixed = response.status() > TRYING;
        }
        return false;
    }

    /** Whether the request is to be sent again, by what {@link #flow()} is now, because the target could not be reached or said nothing. */
    public boolean isLeftAfterFailure() {
        return goesOn(USUAL);
    }

    private boolean goesOn(long deadMillis) {
        if (memory == null || clock == null || fixed) {
            return false;
        }
        long now = clock.nanoTime();
        memory.failed(target(), now, deadMillis);
        boolean inTime =
                now - begun < TimeUnit.MILLISECONDS.toNanos(memory.limits().tryingMillis());
        if (!inTime || at + 1 >= flows.size()) {
            return false;
        }
        at++;
        return true;
    }

    private Target target() {
        return new Target(flow().protocol(), flow().remote());
    }

    private static long retryAfterMillis(SipResponse response) {
        try {
            int seconds = response.retryAfter();
            return seconds < 0 ? USUAL : TimeUnit.SECONDS.toMillis(seconds);
        } catch (SipParseException e) {
            return USUAL;
        }
    }
}
