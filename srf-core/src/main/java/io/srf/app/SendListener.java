// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import io.srf.sip.SipMessage;
import org.jspecify.annotations.Nullable;

/** Hears whether a response, ACK or other message that has no answer of its own was sent. */
public interface SendListener {
    /**
     * It was sent.
     *
     * @param message as it was sent
     * @param dialogId its dialog; null outside of dialogs
     */
    void sent(SipMessage message, @Nullable String dialogId);

    /** It was not sent. */
    void failed(Throwable cause);
}
