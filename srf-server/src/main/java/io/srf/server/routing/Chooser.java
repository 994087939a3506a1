// SPDX-License-Identifier: Apache-2.0
package io.srf.server.routing;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Decides what is done with new requests. Called on a shard's loop: it must not block. */
@FunctionalInterface
public interface Chooser {
    /** Applications in their turn, without asking anybody. */
    Chooser IN_TURN = arrival -> null;

    /**
     * Decides about a request; null is {@link Choice.InTurn}, known at once.
     *
     * @return may complete on any thread; a failure is answered with 500, a {@link NoDecisionException} with 503
     */
    @Nullable CompletionStage<Choice> choose(Arrival arrival);
}
