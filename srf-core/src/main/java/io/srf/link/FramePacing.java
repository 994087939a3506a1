// SPDX-License-Identifier: Apache-2.0
package io.srf.link;

import io.srf.wire.EngineVersion;
import io.srf.wire.Reply;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a frame may be sent, and when the next one may follow. An engine that says it is srf has no limits.
 *
 * <p>{@link #check} is for any thread, the rest for the event loop alone.
 */
final class FramePacing {
    private volatile FrameLimits limits;
    private @Nullable String awaited;

    FramePacing(FrameLimits limits) {
        this.limits = limits;
    }

    /** Refuses a frame that the engine cannot read. */
    void check(int frameBytes) {
        int max = limits.maxBytes();
        if (frameBytes > max) {
            throw new LinkException(
                    LinkException.Reason.TOO_LARGE, "a frame of " + frameBytes + " bytes, expected: ≤ " + max);
        }
    }

    /** Whether the next frame may be written. */
    boolean isOpen() {
        return awaited == null;
    }

    /** A frame was written; false if its reply must come before the next. */
    boolean wrote(String messageId, int frameBytes) {
        if (frameBytes > limits.pacedBytes()) {
            awaited = messageId;
        }
        return awaited == null;
    }

    /** The engine answered; true if writing may go on now and might not before. */
    boolean answered(Reply reply) {
        if (reply instanceof Reply.Authenticated engine && new EngineVersion(engine.version()).isSrf()) {
            limits = FrameLimits.NONE;
        }
        return release(reply.inReplyTo());
    }

    /** The reply to a message is waited for no longer; true if writing may go on now and might not before. */
    boolean release(String messageId) {
        if (!messageId.equals(awaited)) {
            return false;
        }
        awaited = null;
        return true;
    }
}
