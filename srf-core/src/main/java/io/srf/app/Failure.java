// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import io.srf.link.LinkException;
import io.srf.sip.Reasons;
import io.srf.sip.SipParseException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/**
 * The response that an error becomes.
 *
 * @param isUnexpected whether it says more about the application than about the request
 */
record Failure(int status, String reason, boolean isUnexpected) {
    private static final int SERVER_INTERNAL_ERROR = 500;
    private static final int SERVICE_UNAVAILABLE = 503;

    static Failure of(Throwable error) {
        return switch (unwrap(error)) {
            case SipException sip -> new Failure(sip.status(), sip.reason(), false);
            case SipParseException parse -> standard(parse.suggestedStatus(), false);
            case LinkException __ -> standard(SERVICE_UNAVAILABLE, true);
            default -> standard(SERVER_INTERNAL_ERROR, true);
        };
    }

    private static Failure standard(int status, boolean unexpected) {
        return new Failure(status, Reasons.phrase(status), unexpected);
    }

    /** What a future has wrapped. */
    private static Throwable unwrap(Throwable error) {
        Throwable inner = error;
        while ((inner instanceof CompletionException || inner instanceof ExecutionException)
                && inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner;
    }
}
