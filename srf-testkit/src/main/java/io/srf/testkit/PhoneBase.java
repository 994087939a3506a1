// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What the parts of a {@link Phone} share: its agent, and the way to its thread. */
abstract class PhoneBase {
    final Agent agent;

    PhoneBase(Agent agent) {
        this.agent = agent;
    }

    abstract Phone self();

    /** Runs this on the phone's thread and returns when it is done. */
    public void perform(Runnable action) {
        agent.line.perform(action);
    }

    /** The call that began last. */
    Call lastCall() {
        Call last = agent.calls.last();
        if (last == null) {
            throw new IllegalStateException(agent.name + " has no call");
        }
        return last;
    }

    <T> T ask(Supplier<T> question) {
        List<T> answer = new ArrayList<>(1);
        perform(() -> answer.add(question.get()));
        return answer.getFirst();
    }

    /** Does what a test says; what was heard before does not count any more. */
    Phone act(Runnable verb) {
        perform(() -> {
            agent.notices.clear();
            verb.run();
        });
        return self();
    }

    Phone actOnCall(Consumer<Call> verb) {
        return act(() -> verb.accept(lastCall()));
    }
}
