// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.srf.sip.HeaderName;
import io.srf.sip.SipResponse;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/**
 * The responses to an INVITE that wait for the PRACK of a reliable one: the next reliable one, and a 2xx after a session description (RFC 3262 §3). They
 * are sent in order. Touched by its shard's loop alone.
 */
final class PrackQueue {
    /** How many may wait. */
    static final int MAX_WAITING = 8;

    /** The name of reliable provisional responses in Supported and Require. */
    static final String RELIABLE = "100rel";

    private enum Due {
        NOTHING,
        PRACK,
        PRACK_OF_DESCRIPTION
    }

    private final Queue<Runnable> waiting = new ArrayDeque<>(1);
    private Due due = Due.NOTHING;

    /** A reliable provisional response was sent. */
    void sent(SipResponse reliable) {
        due = reliable.bodyLength() > 0 ? Due.PRACK_OF_DESCRIPTION : Due.PRACK;
    }

    /** Whether a response must wait. */
    boolean holdsBack(SipResponse written) {
        if (written.isSuccess()) {
            return due == Due.PRACK_OF_DESCRIPTION || !waiting.isEmpty();
        }
        return due != Due.NOTHING && isReliable(written);
    }

    /** Whether a caller is to acknowledge a response with PRACK. */
    static boolean isReliable(SipResponse response) {
        return response.isProvisional() && response.lists(HeaderName.REQUIRE, RELIABLE);
    }

    /**
     * Lets a response wait.
     *
     * @throws RefusedException if too many do
     */
    void hold(Runnable sending) {
        if (waiting.size() >= MAX_WAITING) {
            throw new RefusedException(
                    (waiting.size() + 1) + " responses wait for a PRACK, expected: ≤ " + MAX_WAITING);
        }
        waiting.add(sending);
    }

    /** The PRACK came, or none is waited for any more: what has waited is sent, as far as it need not wait again. */
    void letGo() {
        due = Due.NOTHING;
        lookAgain();
    }

    /** What waits may have to wait no more, or may not be sent any more: each is sent as if it came only now, and perhaps waits again. */
    void lookAgain() {
        List<Runnable> all = List.copyOf(waiting);
        waiting.clear();
        all.forEach(Runnable::run);
    }
}
