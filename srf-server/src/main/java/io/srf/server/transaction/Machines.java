// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import io.srf.server.transport.Flow;

/** Two machines of one kind: one for transports that lose messages, and one for those that do not. */
record Machines<M>(M unreliable, M reliable) {
    /** Makes a machine, given whether its transport is reliable. */
    interface Maker<M> {
        M make(TimerValues timers, boolean reliable);
    }

    static <M> Machines<M> of(TimerValues timers, Maker<M> maker) {
        return new Machines<>(maker.make(timers, false), maker.make(timers, true));
    }

    M over(Flow flow) {
        return flow.protocol().isReliable() ? reliable : unreliable;
    }
}
