// SPDX-License-Identifier: Apache-2.0
package io.srf;

import io.srf.app.Extras;
import java.util.concurrent.CompletableFuture;

/**
 * The future of a call that is being made; cancelling it cancels the call. What is derived from it cancels nothing.
 *
 * <p>Whoever fails it otherwise gives the call up likewise, as {@link #orTimeout} does when the time is over. A call that is answered in that
 * very moment is hung up on.
 *
 * @param <T> what it completes with
 */
public abstract class CallFuture<T> extends CompletableFuture<T> {
    /** For the makers of calls. */
    protected CallFuture() {}

    /**
     * Cancels the call, as {@link #cancel(boolean)} does, with these headers in its CANCEL.
     *
     * {@snippet :
     * call.cancel(Extras.of("Reason", "SIP;cause=200;text=\"Call completed elsewhere\""));
     * }
     *
     * @param extras such as a Reason (RFC 3326)
     * @return whether it was not over yet
     */
    public abstract boolean cancel(Extras extras);
}
