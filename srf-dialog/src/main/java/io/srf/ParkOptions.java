// SPDX-License-Identifier: Apache-2.0
package io.srf;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How {@link Parking} parks a call.
 *
 * @param localSdp what the call is offered while it waits, such as music's; null to put it on hold
 * @param timeout how long it may wait
 * @param onTimeout takes the call when it has waited so long, out of its slot; null to give it back to the one who parked it, and hang up if that one
 *     does not answer, or is nobody
 */
public record ParkOptions(
        @Nullable String localSdp,
        Duration timeout,
        @Nullable Consumer<ParkedCall> onTimeout) {
    /** How long a call waits unless told otherwise. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(3);

    /** Checks the time limit. */
    public ParkOptions {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("a time limit must be positive, found " + timeout);
        }
    }

    /** Begins options that put the call on hold. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects options. */
    public static final class Builder {
        private @Nullable String localSdp;
        private Duration timeout = DEFAULT_TIMEOUT;
        private @Nullable Consumer<ParkedCall> onTimeout;

        private Builder() {}

        /** Offers this session description while the call waits, instead of holding it. */
        public Builder localSdp(String sdp) {
            localSdp = sdp;
            return this;
        }

        /** Lets it wait for so long. */
        public Builder timeout(Duration limit) {
            timeout = limit;
            return this;
        }

        /** Takes the call when the time is up, out of its slot. It may block. */
        public Builder onTimeout(Consumer<ParkedCall> taker) {
            onTimeout = taker;
            return this;
        }

        /** The options. */
        public ParkOptions build() {
            return new ParkOptions(localSdp, timeout, onTimeout);
        }
    }
}
