// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import io.srf.testkit.Call;
import io.srf.testkit.Phone;
import java.util.List;

/** What a phone would show of its last call. */
final class PhoneState {
    static final String TALKING = "in a call";
    static final String HELD = "held by the other side";
    static final String OVER = "call over";

    private PhoneState() {}

    /** The state of its last call; empty if there was none. */
    static String of(Phone phone) {
        List<Call> calls = phone.allCalls();
        return calls.isEmpty() ? "" : of(calls.getLast());
    }

    private static String of(Call call) {
        return switch (call.state()) {
            case CALLING -> "calling";
            case EARLY -> call.isCaller() ? "hears it ring" : "rings";
            case ANSWERED -> "answered";
            case CONFIRMED -> call.isHeld() ? HELD : TALKING;
            case ENDING -> "hangs up";
            case ENDED -> OVER + (call.status() < 300 ? "" : ": " + call.status());
        };
    }
}
