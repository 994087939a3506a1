// SPDX-License-Identifier: Apache-2.0
package io.srf.session.internal;

import java.time.Instant;

/** Makes the timers of a call's session go off. Called by any thread; must not block. */
public interface TimerHost {
    /** For a call that nobody lives. */
    TimerHost NONE = new TimerHost() {
        @Override
        public Instant now() {
            return Instant.EPOCH;
        }

        @Override
        public void changed() {
            // no call, no timer
        }
    };

    /** The time of day that timers are measured by. */
    Instant now();

    /** Timers were set or cancelled; {@link KeptCall#timers} has them. */
    void changed();
}
