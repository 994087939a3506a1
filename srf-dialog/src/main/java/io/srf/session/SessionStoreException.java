// SPDX-License-Identifier: Apache-2.0
package io.srf.session;

import org.jspecify.annotations.Nullable;

/** A {@link SessionStore} could not be asked, or did not answer. A write that ends so may have been done or not. */
public class SessionStoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What was tried, and why it failed. */
    public SessionStoreException(String message) {
        super(message);
    }

    /** What was tried, and what the cause says. */
    public SessionStoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
