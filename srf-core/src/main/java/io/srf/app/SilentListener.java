// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import io.srf.sip.SipMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears of what the agent sends on its own account, where a failure changes nothing. */
final class SilentListener<M extends SipMessage> implements SendListener<M>, RequestListener {
    private static final Logger LOG = LoggerFactory.getLogger(SilentListener.class);

    @Override
    public void sent(M message, @Nullable String dialogId) {}

    @Override
    public void answered(ReceivedResponse response) {}

    @Override
    public void failed(Throwable cause) {
        LOG.debug("not sent: {}", String.valueOf(cause));
    }
}
