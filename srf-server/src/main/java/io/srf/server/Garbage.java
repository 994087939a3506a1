// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import io.srf.server.transport.Flow;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipLimits;
import io.srf.sip.SipMessage;
import io.srf.sip.SipParseException;
import io.srf.sip.SipParser;
import io.srf.sip.SipRequest;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bytes that are no message: counted, logged without flooding, and answered with the status the parser suggests where they are readable enough to be a
 * request. Any thread may call.
 */
public final class Garbage {
    private static final Logger LOG = LoggerFactory.getLogger(Garbage.class);

    private final LongAdder count = new LongAdder();

    /** How much there was so far. */
    public long count() {
        return count.sum();
    }

    /** Deals with bytes that could not be parsed. */
    void unreadable(byte[] bytes, Flow flow, SipParseException why) {
        count.increment();
        LOG.debug("{} bytes from {} are no message: {}", bytes.length, flow.remote(), why.getMessage());
        SipRequest request = readable(bytes);
        if (request != null) {
            flow.send(
                    request.response(why.suggestedStatus(), null).build().encoded(),
                    e -> LOG.debug("cannot answer {}: {}", flow.remote(), e.toString()));
        }
    }

    /** The request in these bytes if its headers can be read although its frame is wrong; never an ACK. */
    private static @org.jspecify.annotations.Nullable SipRequest readable(byte[] bytes) {
        try {
            SipMessage message = SipParser.parseFramed(bytes, SipLimits.DEFAULT);
            boolean answerable = message instanceof SipRequest
                    && !message.method().equals(Methods.ACK)
                    && message.has(HeaderName.VIA)
                    && message.has(HeaderName.FROM)
                    && message.has(HeaderName.TO)
                    && message.has(HeaderName.CALL_ID)
                    && message.has(HeaderName.CSEQ);
            return answerable ? (SipRequest) message : null;
        } catch (SipParseException e) {
            return null;
        }
    }
}
