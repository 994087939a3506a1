// SPDX-License-Identifier: Apache-2.0
package io.srf.link;

import org.jspecify.annotations.Nullable;

/** Why a link, or one request on it, failed. */
public final class LinkException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What kind of failure it is. */
    public enum Reason {
        /** There is no link at the moment; nothing was sent. */
        NOT_CONNECTED,
        /** The link dropped; what was sent before may or may not have been done. */
        LOST,
        /** The engine did not answer in time; the request may or may not have been done. */
        TIMEOUT,
        /** The engine does not accept the secret. */
        REFUSED,
        /** No attempt to connect succeeded, and there will be no more. */
        GAVE_UP,
        /** This side closed the link. */
        CLOSED,
        /** The message is larger than the engine can read; nothing was sent. */
        TOO_LARGE,
        /** The message cannot be written down: a token holds {@code |} or a control character; nothing was sent. */
        UNSENDABLE,
        /** Too many requests wait for their replies, or too many bytes to be sent. */
        OVERLOADED
    }

    private final Reason reason;

    /** Makes a failure; the message says what was wrong, and what was expected. */
    public LinkException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** Makes a failure that nothing else caused. */
    public LinkException(Reason reason, String message) {
        this(reason, message, null);
    }

    /** What kind of failure it is. */
    public Reason reason() {
        return reason;
    }
}
