// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import io.srf.sip.SipMessage;
import org.jspecify.annotations.Nullable;

/**
 * Hears whether a response or an ACK was sent: once, on the thread of the link or the sender's own. Must not block.
 *
 * @param <M> what was to be sent
 */
public interface SendListener<M extends SipMessage> {
    /**
     * It was sent.
     *
     * @param message as it was sent
     * @param dialogId its dialog; null outside of dialogs
     */
    void sent(M message, @Nullable String dialogId);

    /** It was not sent. */
    void failed(Throwable cause);
}
