// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import io.srf.sip.SipRequest;

/**
 * The rules of one kind of transaction. A machine has no state of its own: one serves all transactions of its kind.
 *
 * @param <S> the states
 * @param <E> what happens
 * @param <X> what is asked for
 */
interface Machine<S, E extends Event, X extends Effect> {
    /** The first step, with the request that a client is to send or a server has received. */
    Step<S, X> begin(SipRequest request);

    /** What this event means in this state. */
    Step<S, X> step(S state, E event);

    /** Whether a final response has come or gone, or none can any more. */
    boolean isAnswered(S state);
}
