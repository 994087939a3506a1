// SPDX-License-Identifier: Apache-2.0
package io.srf.wire;

import org.jspecify.annotations.Nullable;

/** Bytes that are no message of the protocol; says what was wrong and what was expected. */
public final class WireException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** How far the damage goes. */
    public enum Damage {
        /** Where the next frame begins is not known: the link must be closed. */
        STREAM,
        /** The frame is no message of the protocol: an engine answers NO and closes. */
        FORMAT,
        /** Only the SIP message in the frame cannot be read: an engine answers NOK and goes on. */
        SIP
    }

    private final Damage damage;
    private final @Nullable String messageId;

    /**
     * Makes an error.
     *
     * @param messageId the first token of the payload; null where there is none
     */
    public WireException(Damage damage, @Nullable String messageId, String problem) {
        super(problem);
        this.damage = damage;
        this.messageId = messageId;
    }

    /** The frame's length or bounds are wrong. */
    public static WireException stream(String problem) {
        return new WireException(Damage.STREAM, null, problem);
    }

    /** How far the damage goes. */
    public Damage damage() {
        return damage;
    }

    /** The id of the message that could not be read, for a reply; null where it is not known. */
    public @Nullable String messageId() {
        return messageId;
    }
}
