// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.sip.SipMessage;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import java.util.ArrayList;
import java.util.List;

/** The messages that a phone sent, or received, in order, retransmissions included. Any thread may read it. */
public final class MessageLog {
    /** How many messages are kept, the latest. */
    public static final int MAX_MESSAGES = 20_000;

    private final List<SipMessage> messages = new ArrayList<>();

    MessageLog() {}

    synchronized void add(SipMessage message) {
        if (messages.size() >= MAX_MESSAGES) {
            messages.subList(0, MAX_MESSAGES / 2).clear();
        }
        messages.add(message);
    }

    /** All messages. */
    public synchronized List<SipMessage> all() {
        return List.copyOf(messages);
    }

    /** The requests with this method. */
    public List<SipRequest> requests(String method) {
        return all().stream()
                .filter(message -> message instanceof SipRequest request && request.is(method))
                .map(SipRequest.class::cast)
                .toList();
    }

    /** The responses with this status. */
    public List<SipResponse> responses(int status) {
        return all().stream()
                .filter(message -> message instanceof SipResponse response && response.status() == status)
                .map(SipResponse.class::cast)
                .toList();
    }

    /** The last request with this method; throws {@link AssertionError} if there is none. */
    public SipRequest request(String method) {
        List<SipRequest> found = requests(method);
        if (found.isEmpty()) {
            throw new AssertionError("no " + method + " among: " + this);
        }
        return found.getLast();
    }

    /** The last response with this status; throws {@link AssertionError} if there is none. */
    public SipResponse response(int status) {
        List<SipResponse> found = responses(status);
        if (found.isEmpty()) {
            throw new AssertionError("no " + status + " among: " + this);
        }
        return found.getLast();
    }

    /** The start lines. */
    @Override
    public String toString() {
        return all().stream().map(SipMessage::startLine).toList().toString();
    }
}
