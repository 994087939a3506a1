// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What A is given for B's session descriptions. Each is made once; responses that wait for one keep their order. Touched by tasks of the mailbox
 * alone.
 */
final class SdpForA {
    private final Call call;
    private final @Nullable UnaryOperator<String> maker;
    private final BooleanSupplier bound;
    private final Deque<Wanted> waiting = new ArrayDeque<>(2);
    private @Nullable String lastInput;
    private @Nullable String lastMade;

    /**
     * Nothing is made yet.
     *
     * @param bound whether A has agreed on what it was given last, so that it would ignore another description in a response (RFC 6337 §3.1)
     */
    SdpForA(Call call, @Nullable UnaryOperator<String> maker, BooleanSupplier bound) {
        this.call = call;
        this.maker = maker;
        this.bound = bound;
    }

    /** Hears what was made; null where B sent none. */
    interface Made {
        void ready(@Nullable String sdp);

        void failed(Throwable cause);
    }

    private record Wanted(@Nullable String sdpOfB, Made then) {}

    /** Makes what A gets for this description of B's, after those before it. */
    void make(@Nullable String sdpOfB, Made then) {
        waiting.add(new Wanted(sdpOfB, then));
        if (waiting.size() == 1) {
            next();
        }
    }

    /** A has got this for this description of B's, by another way. */
    void gave(String sdpOfB, String made) {
        lastInput = sdpOfB;
        lastMade = made;
    }

    /** The description of B's that A was given something for last; null if there is none. */
    @Nullable String lastInput() {
        return lastInput;
    }

    private void next() {
        Wanted wanted = waiting.peek();
        if (wanted == null) {
            return;
        }
        String input = wanted.sdpOfB();
        if (input == null || input.equals(lastInput) || (lastInput != null && bound.getAsBoolean())) {
            done(input == null ? null : lastMade);
            return;
        }
        Sdps.make(call, maker, input, new Sdps.Made() {
            @Override
            public void ready(String sdp) {
                lastInput = input;
                lastMade = sdp;
                done(sdp);
            }

            @Override
            public void failed(Throwable cause) {
                Wanted failed = waiting.remove();
                failed.then().failed(cause);
                next();
            }
        });
    }

    private void done(@Nullable String sdp) {
        Wanted wanted = waiting.remove();
        wanted.then().ready(sdp);
        next();
    }
}
