// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.app.SipException;

/** Which leg of a call a failure belongs to. */
final class Failures {
    private Failures() {}

    /** Says which leg failed, if it is a failure that can tell, and does not yet; returns it. */
    static Throwable on(SipException.Leg leg, Throwable cause) {
        return cause instanceof SipException sip ? sip.on(leg) : cause;
    }
}
