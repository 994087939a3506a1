// SPDX-License-Identifier: Apache-2.0
package io.srf.server.routing;

import java.io.Serial;

/** Who decides about new requests could not be asked, or did not answer; the caller gets 503. */
public final class NoDecisionException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Says whom, and what came of it. */
    public NoDecisionException(String message, Throwable cause) {
        super(message, cause);
    }
}
