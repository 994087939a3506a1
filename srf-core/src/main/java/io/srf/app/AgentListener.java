// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import io.srf.wire.ServerMessage.Cdr;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Hears what becomes of an application's links. Runs on their threads and must not block. */
public interface AgentListener {
    /** The engine knows us; its routes have been asked for. */
    default void connected(Agent agent) {}

    /**
     * The link is gone, and all that was pending on it has failed.
     *
     * @param cause null if either end closed it in peace
     */
    default void disconnected(Agent agent, @Nullable Throwable cause) {}

    /** It will be tried again after this delay; the first attempt is 1. */
    default void reconnecting(Agent agent, int attempt, Duration delay) {}

    /** The link could not be opened, or the engine refused us; nothing more is tried. */
    default void failed(Agent agent, Throwable cause) {}

    /** A record of a call came. */
    default void cdr(Agent agent, Cdr cdr) {}
}
