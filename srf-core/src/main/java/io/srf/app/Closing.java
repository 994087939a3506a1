// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import io.srf.link.LinkException;
import io.srf.sip.SipRequest;
import org.jspecify.annotations.Nullable;

/** Why a received request can have no (further) answer. */
sealed interface Closing {
    /** What to tell an application that wants to answer all the same. */
    RuntimeException refusal();

    /** The status the caller got, or 0 if that is not known here. */
    int status();

    /** The CANCEL that closed it; null if it was something else. */
    default @Nullable SipRequest cancel() {
        return null;
    }

    /** Its final response was sent. */
    record Answered(int status) implements Closing {
        @Override
        public RuntimeException refusal() {
            return new NotOpenException("the request was answered with " + status + " already");
        }
    }

    /** The caller cancelled it, and the engine has answered. */
    record Cancelled(SipRequest cancel) implements Closing {
        @Override
        public RuntimeException refusal() {
            return new SipException(status());
        }

        @Override
        public int status() {
            return 487;
        }
    }

    /** The engine passes it on. */
    record Proxied() implements Closing {
        @Override
        public RuntimeException refusal() {
            return new NotOpenException("the request was proxied");
        }

        @Override
        public int status() {
            return 0;
        }
    }

    /** The application took too long, and this was answered for it. */
    record GivenUp(int status) implements Closing {
        @Override
        public RuntimeException refusal() {
            return new NotOpenException(
                    "the application took too long; the request was answered with " + status + " for it");
        }
    }

    /** The link it came on has dropped. */
    record LinkLost(LinkException cause) implements Closing {
        @Override
        public RuntimeException refusal() {
            return new LinkException(cause.reason(), String.valueOf(cause.getMessage()), cause);
        }

        @Override
        public int status() {
            return 0;
        }
    }

    /** It never could have one: an ACK, or a request the engine made itself. */
    record Mute() implements Closing {
        @Override
        public RuntimeException refusal() {
            return new NotOpenException("this request must not be answered");
        }

        @Override
        public int status() {
            return 0;
        }
    }

    /** Says that a request can not be answered any more. Every request comes to that, so it has no stack trace to fill in. */
    final class NotOpenException extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        NotOpenException(String message) {
            super(message);
        }

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }
}
