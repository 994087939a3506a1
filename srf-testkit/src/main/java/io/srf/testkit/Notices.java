// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.sip.SipMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a phone was told since its test last made it do something, in order: no expectation is met by an older message, nor
 * by one that came before what met the last.
 */
final class Notices {
    private final List<SipMessage> untaken = new ArrayList<>();

    void add(SipMessage message) {
        if (untaken.size() >= MessageLog.MAX_MESSAGES) {
            untaken.remove(0);
        }
        untaken.add(message);
    }

    /** Takes the oldest message like this and all before it; false if there is none. */
    boolean take(Predicate<SipMessage> which) {
        for (int i = 0; i < untaken.size(); i++) {
            if (which.test(untaken.get(i))) {
                untaken.subList(0, i + 1).clear();
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
