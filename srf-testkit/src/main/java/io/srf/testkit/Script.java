// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import java.time.Duration;
import java.util.function.Consumer;

/** What a phone does by itself: when a call comes, and when one is established. */
final class Script {
    private Consumer<Call> onCall = call -> {};
    private Consumer<Call> onAnswer = call -> {};
    private boolean follows;
    private Duration asking = Duration.ZERO;

    void onCall(Consumer<Call> action) {
        onCall = action;
    }

    void onAnswer(Consumer<Call> action) {
        onAnswer = action;
    }

    void followReferrals() {
        follows = true;
    }

    /** Whether the phone calls whom a REFER names. */
    boolean followsReferrals() {
        return follows;
    }

    void asksItsUser(Duration time) {
        asking = time;
    }

    /** How long its user takes to accept a change of a call; zero if nobody is asked. */
    Duration asking() {
        return asking;
    }

    void called(Call call) {
        onCall.accept(call);
    }

    void answered(Call call) {
        onAnswer.accept(call);
    }
}
