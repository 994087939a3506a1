// SPDX-License-Identifier: Apache-2.0
package io.srf.server.proxy;

import io.srf.sip.SipResponse;
import org.jspecify.annotations.Nullable;

/**
 * The final response that a proxy passes back when no branch succeeded (RFC 3261 §16.7, step 6): a 6xx before all others, else the lowest class; within a
 * class those that tell the caller what to change, else the latest.
 *
 * @param response the best so far; null before the first
 */
record BestResponse(@Nullable SipResponse response) {
    static final BestResponse NONE = new BestResponse(null);

    /** The better of this one and another. */
    BestResponse or(SipResponse other) {
        return response == null || rank(other.status()) <= rank(response.status()) ? new BestResponse(other) : this;
    }

    private static int rank(int status) {
        if (status >= 600) {
            return 0;
        }
        int byClass = status / 100 * 10;
        return switch (status) {
            case 401, 407, 415, 420, 484 -> byClass;
            case 408, 503 -> byClass + 2;
            default -> byClass + 1;
        };
    }
}
