// SPDX-License-Identifier: Apache-2.0
package io.srf.flight;

import java.time.Duration;

/**
 * An event in a {@link RecordedCall}.
 *
 * @param nanos since the call began
 * @param callId which leg it happened to
 * @param event what happened
 */
public record RecordedEvent(long nanos, String callId, FlightEvent event) {
    /** Since the call began. */
    public Duration at() {
        return Duration.ofNanos(nanos);
    }
}
