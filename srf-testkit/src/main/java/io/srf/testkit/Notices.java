// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.sip.SipMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a phone was told since its test last made it do something, so that no expectation is met by an older message, and
 * none by one that has met another already.
 */
final class Notices {
    private final List<SipMessage> untaken = new ArrayList<>();

    void add(SipMessage message) {
        if (untaken.size() >= MessageLog.MAX_MESSAGES) {
            untaken.remove(0);
        }
        untaken.add(message);
    }

    /** Takes the oldest message like this; false if there is none. */
    boolean take(Predicate<SipMessage> which) {
        for (int i = 0; i < untaken.size(); i++) {
            if (which.test(untaken.get(i))) {
                untaken.remove(i);
                return true;
            }
        }
        return false;
    }

    void clear() {
        untaken.clear();
    }

    @Override
    public String toString() {
        return untaken.stream().map(SipMessage::startLine).toList().toString();
    }
}
