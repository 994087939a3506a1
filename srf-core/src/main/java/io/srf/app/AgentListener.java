// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import io.srf.link.LinkException;
import io.srf.wire.Reply;
import io.srf.wire.ServerMessage.Cdr;
import java.time.Duration;

/** Hears how the links of an application fare. Runs on their threads and must not block. */
public interface AgentListener {
    /** The engine knows us, and was asked for our methods; called again after each reconnect. */
    default void connected(Agent agent, Reply.Authenticated engine) {}

    /** The link is gone, and all that was pending on it has failed. */
    default void disconnected(Agent agent, LinkException cause) {}

    /** It will be tried again after this delay; the first attempt is 1. */
    default void reconnecting(Agent agent, int attempt, Duration delay) {}

    /** The engine does not accept us, or no attempt succeeded: no more is made. */
    default void failed(Agent agent, LinkException cause) {}

    /** A record of a call came, see {@link AppLinks#routeCdrs}. */
    default void cdr(Agent agent, Cdr cdr) {}
}
