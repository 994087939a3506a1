// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import java.util.List;

/**
 * What a machine makes of an event.
 *
 * @param <S> the machine's states
 * @param <X> the machine's effects
 * @param state the machine's from now on
 * @param effects to be performed in this order
 */
record Step<S, X extends Effect>(S state, List<X> effects) {
    /** To this state, with these effects. */
    @SafeVarargs
    @SuppressWarnings("varargs") // nobody else has the array
    static <S, X extends Effect> Step<S, X> to(S state, X... effects) {
        return new Step<>(state, List.of(effects));
    }
}
