// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import java.time.Duration;

/** No final response came in time; to whoever asked it is a 408. */
public final class NoAnswerException extends SipException {
    private static final long serialVersionUID = 1L;
    private static final int REQUEST_TIMEOUT = 408;

    /** What had no answer, and how long it was waited for. */
    public NoAnswerException(String what, Duration waited) {
        super(REQUEST_TIMEOUT, null, what + " had no final answer within " + waited.toMillis() + " ms", null);
    }
}
