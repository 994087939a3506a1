// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.sip.SessionExpires;
import io.srf.sip.SipRequest;
import java.time.Duration;

/** What a phone does about session timers (RFC 4028): nothing, until it is told to. */
final class SessionTiming {
    /** The tag of the extension. */
    static final String TIMER = "timer";

    private int interval;
    private boolean refreshes;
    private String method = "";
    private int minimum;

    /** Has sessions expire after this long unless the other side refreshes them. */
    void times(Duration length) {
        interval = Math.toIntExact(length.toSeconds());
        refreshes = false;
    }

    /** Refreshes sessions itself, with this method. */
    void refreshes(Duration length, String with) {
        times(length);
        refreshes = true;
        method = with;
    }

    /** Refuses shorter sessions with 422. */
    void minimum(Duration length) {
        minimum = Math.toIntExact(length.toSeconds());
    }

    /** Whether it has session timers. */
    boolean isOn() {
        return interval > 0;
    }

    /** In seconds. */
    int interval() {
        return interval;
    }

    /** Whether it would rather refresh itself. */
    boolean refreshes() {
        return refreshes;
    }

    /** What it refreshes with: INVITE or UPDATE. */
    String method() {
        return method;
    }

    /** The Min-SE that a request is refused with, in seconds; 0 if it is not refused for that. */
    int refuses(SipRequest request) {
        SessionExpires asked = request.sessionExpires();
        return asked != null && asked.seconds() < minimum ? minimum : 0;
    }
}
