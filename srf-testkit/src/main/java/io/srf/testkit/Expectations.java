// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.sip.SipMessage;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** Lets time pass until something holds for a phone, and fails with the ladder if it does not. */
final class Expectations {
    private final Agent agent;
    private final PhoneLine line;
    private Duration patience;

    Expectations(Agent agent) {
        this.agent = agent;
        this.line = agent.line;
        this.patience = line.patience();
    }

    void patience(Duration limit) {
        patience = limit;
    }

    void response(int status) {
        expect("did not see " + status, () -> agent.notices.take(message -> isResponse(message, status)));
    }

    void response(int status, String method) {
        expect(
                "did not see " + status + " for " + method,
                () -> agent.notices.take(message ->
                        isResponse(message, status) && message.method().equals(method)));
    }

    void request(String method) {
        expect("was not told " + method, () -> agent.notices.take(message -> isRequest(message, method)));
    }

    void noRequest(String method, Duration meanwhile) {
        if (holds(() -> agent.notices.take(message -> isRequest(message, method)), meanwhile)) {
            throw new AssertionError(agent.name + " was told " + method + ", expected not to" + ladder());
        }
    }

    void call(String failure, Predicate<Call> like) {
        expect(failure, () -> {
            Call last = agent.calls.last();
            return last != null && like.test(last);
        });
    }

    void idle() {
        expect("was not idle", agent.calls::areAllOver);
    }

    private void expect(String failure, BooleanSupplier condition) {
        if (!holds(condition, patience)) {
            Call last = agent.calls.last();
            throw new AssertionError(
                    agent.name + " " + failure + " within " + patience + "; " + (last == null ? "no call" : last)
                            + "; heard and not yet expected: " + agent.notices + stillRunning() + ladder());
        }
    }

    private String stillRunning() {
        List<String> running = line.stillRunning();
        return running.isEmpty() ? "" : "\nstill running:\n  " + String.join("\n  ", running);
    }

    private boolean holds(BooleanSupplier condition, Duration limit) {
        try {
            return line.await(condition, limit);
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + ladder(), e);
        }
    }

    private String ladder() {
        return "\n" + Ladder.of(line.trace()).tail();
    }

    private static boolean isResponse(SipMessage message, int status) {
        return message instanceof SipResponse response && response.status() == status;
    }

    private static boolean isRequest(SipMessage message, String method) {
        return message instanceof SipRequest request && request.is(method);
    }
}
