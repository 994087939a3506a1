// SPDX-License-Identifier: Apache-2.0
package io.srf;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A subscription in a {@link Dialog}, as it stands now (RFC 6665): made by SUBSCRIBE, or by REFER (RFC 3515 §2.4.4).
 *
 * @param event the event package, with its id if it has one: {@code presence}, {@code refer;id=2}
 * @param side on which we are
 * @param expires when it ends unless it is refreshed; null if nobody has said
 */
public record Subscription(
        String event, Side side, @Nullable Instant expires) {
    /** A side of a subscription. */
    public enum Side {
        /** We are notified. */
        SUBSCRIBER,
        /** We notify. */
        NOTIFIER
    }
}
