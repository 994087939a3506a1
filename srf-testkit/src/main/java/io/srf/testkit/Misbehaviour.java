// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipMessage;
import io.srf.sip.SipRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Phone} does wrong, on purpose. Each call adds to what was said before, until {@link #stops()}.
 *
 * <p>Threads: any. What it is given is called on the phone's thread.
 */
public final class Misbehaviour {
    /** The tag that {@link #usesWrongTag} writes. */
    public static final String WRONG_TAG = "no-such-tag";

    private record Rewriting(Predicate<SipMessage> which, UnaryOperator<SipMessage> how) {}

    private record Repetition(Predicate<SipMessage> which, Duration every) {}

    private final List<Predicate<SipMessage>> ignored = new CopyOnWriteArrayList<>();
    private final List<Predicate<SipMessage>> withheld = new CopyOnWriteArrayList<>();
    private final List<Rewriting> rewritings = new CopyOnWriteArrayList<>();
    private final List<Repetition> repetitions = new CopyOnWriteArrayList<>();

    Misbehaviour() {}

    /** Does not hear messages like these. */
    public Misbehaviour ignores(Predicate<SipMessage> which) {
        ignored.add(which);
        return this;
    }

    /** Does not hear the next so many messages like these. */
    public Misbehaviour ignoresNext(int count, Predicate<SipMessage> which) {
        AtomicInteger left = new AtomicInteger(count);
        return ignores(message -> left.get() > 0 && which.test(message) && left.getAndDecrement() > 0);
    }

    /** Does not send messages like these, and believes it has. */
    public Misbehaviour withholds(Predicate<SipMessage> which) {
        withheld.add(which);
        return this;
    }

    /** Never sends an ACK. */
    public Misbehaviour neverAcks() {
        return withholds(message -> isRequest(message, Methods.ACK));
    }

    /** Changes messages like these just before they are sent, each time they are. */
    public Misbehaviour rewrites(Predicate<SipMessage> which, UnaryOperator<SipMessage> how) {
        rewritings.add(new Rewriting(which, how));
        return this;
    }

    /** Sends requests with this method into a dialog that nobody knows: with {@link #WRONG_TAG} as their To-tag. */
    public Misbehaviour usesWrongTag(String method) {
        return rewrites(
                message -> isRequest(message, method),
                message -> ((SipRequest) message)
                        .toBuilder()
                                .set(HeaderName.TO, message.to().withTag(WRONG_TAG))
                                .build());
    }

    /** Sends messages like these again and again, whatever is answered. */
    public Misbehaviour repeats(Predicate<SipMessage> which, Duration every) {
        repetitions.add(new Repetition(which, every));
        return this;
    }

    /** From now on it behaves. */
    public void stops() {
        ignored.clear();
        withheld.clear();
        rewritings.clear();
        repetitions.clear();
    }

    private static boolean isRequest(SipMessage message, String method) {
        return message instanceof SipRequest request && request.is(method);
    }

    boolean ignores(SipMessage message) {
        return ignored.stream().anyMatch(which -> which.test(message));
    }

    /** What is really sent; null if it is nothing. */
    @Nullable SipMessage outgoing(SipMessage message) {
        if (withheld.stream().anyMatch(which -> which.test(message))) {
            return null;
        }
        SipMessage result = message;
        for (Rewriting rewriting : rewritings) {
            if (rewriting.which.test(result)) {
                result = rewriting.how.apply(result);
            }
        }
        return result;
    }

    /** After how long the message is to be sent again; null if it is not. */
    @Nullable Duration repeatsAfter(SipMessage message) {
        for (Repetition repetition : repetitions) {
            if (repetition.which.test(message)) {
                return repetition.every;
            }
        }
        return null;
    }
}
