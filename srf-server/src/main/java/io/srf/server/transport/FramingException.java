// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import io.netty.handler.codec.DecoderException;

/** A stream in which the next message cannot be found, so that nothing more can be read from it. */
final class FramingException extends DecoderException {
    private static final long serialVersionUID = 1L;

    static final byte[] NO_HEAD = {};

    private final int status;
    private final byte[] head;

    /**
     * Makes an error.
     *
     * @param status what a request is to be answered with
     * @param problem what was wrong and what was expected; goes into the answer, so nothing that the peer wrote
     * @param head the message up to its blank line; empty if that was not found
     */
    FramingException(int status, String problem, byte[] head) {
        super(problem);
        this.status = status;
        this.head = head;
    }

    /** An error before the blank line was found. */
    FramingException(String problem) {
        this(400, problem, NO_HEAD);
    }

    int status() {
        return status;
    }

    String problem() {
        return String.valueOf(getMessage());
    }

    byte[] head() {
        return head;
    }
}
