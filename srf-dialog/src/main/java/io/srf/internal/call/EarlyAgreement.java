// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import org.jspecify.annotations.Nullable;

/**
 * How far a caller and its B2BUA have agreed on a session before the 2xx: by a session description in a reliable response, and its PRACK (RFC 3262 §5).
 * Touched by tasks of the mailbox alone.
 */
final class EarlyAgreement {
    private enum Stage {
        NONE,
        ANSWERED,
        OFFERED,
        REACHED,
        CHANGED
    }

    private Stage stage = Stage.NONE;
    private @Nullable String offer;

    /**
     * A reliable response has described the session.
     *
     * @param offers whether that was an offer, since the caller has made none
     */
    void sent(String sdp, boolean offers) {
        if (stage == Stage.NONE) {
            stage = offers ? Stage.OFFERED : Stage.ANSWERED;
            offer = offers ? sdp : null;
        }
    }

    /** Whether a reliable response has described the session. */
    boolean isMade() {
        return stage != Stage.NONE;
    }

    /** Our offer to the caller; null if there is none. */
    @Nullable String offer() {
        return offer;
    }

    boolean isOffered() {
        return offer != null;
    }

    /** Whether the PRACK is to bring the answer to our offer. */
    boolean isAnswerDue() {
        return stage == Stage.OFFERED;
    }

    /** A PRACK came. */
    void acknowledged() {
        stage = stage == Stage.ANSWERED || stage == Stage.OFFERED ? Stage.REACHED : stage;
    }

    /** Both have agreed on something else, by a PRACK with an offer or by UPDATE. */
    void changed() {
        stage = Stage.CHANGED;
    }

    /** Whether there is one, so that either side may offer something else (RFC 3311 §5.1). */
    boolean isReached() {
        return stage == Stage.REACHED || stage == Stage.CHANGED;
    }

    /** What a further response describes: an offer is not made again, and after a change the responses to the INVITE have no part in it (RFC 6337 §3.1). */
    @Nullable String inResponse(@Nullable String sdp) {
        return offer == null && stage != Stage.CHANGED ? sdp : null;
    }
}
