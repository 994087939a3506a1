// SPDX-License-Identifier: Apache-2.0
package io.srf.flight;

import io.srf.sip.SipMessage;
import io.srf.sip.SipParseException;
import io.srf.sip.SipRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What happened in one call, all legs together. Immutable.
 *
 * @param callId of its first leg
 * @param begin the time of day when it began
 * @param legs the Call-IDs of its legs in the order in which they were first heard of; one at least
 * @param events in order; see {@link #hasBeginning()}
 */
public record RecordedCall(String callId, Instant begin, List<String> legs, List<RecordedEvent> events) {
    /** Copies the lists. */
    public RecordedCall {
        legs = List.copyOf(legs);
        events = List.copyOf(events);
    }

    /**
     * Puts a call together.
     *
     * @param name that stands for a Call-ID where there was none yet; it belongs to the first leg then
     */
    static RecordedCall of(String name, Instant begin, List<RecordedEvent> events) {
        Set<String> legs = new LinkedHashSet<>();
        events.stream()
                .filter(one -> one.event() instanceof FlightEvent.Message)
                .forEach(one -> legs.add(one.callId()));
        String first = first(name, legs);
        List<String> ordered = new ArrayList<>(legs);
        ordered.remove(first);
        ordered.addFirst(first);
        List<RecordedEvent> named = events.stream()
                .map(one -> legs.contains(one.callId()) ? one : new RecordedEvent(one.nanos(), first, one.event()))
                .toList();
        return new RecordedCall(first, begin, ordered, named);
    }

    /** The name, if a message has it as its Call-ID, or none has one; else the first of those that have. */
    static String first(String name, Set<String> legs) {
        return legs.isEmpty() || legs.contains(name) ? name : legs.iterator().next();
    }

    /**
     * Whether its first message is one that a call can begin with: a request without a tag in To (RFC 3261 §8.1.1.2). If not, it began before the recorder's
     * memory, or at another node.
     */
    public boolean hasBeginning() {
        return events.stream()
                .map(RecordedEvent::event)
                .filter(FlightEvent.Message.class::isInstance)
                .findFirst()
                .map(first -> isOpening(((FlightEvent.Message) first).message()))
                .orElse(true);
    }

    private static boolean isOpening(@Nullable SipMessage first) {
        try {
            return first instanceof SipRequest request && request.to().tag() == null;
        } catch (SipParseException e) {
            return false;
        }
    }

    /** The whole call as a diagram, with what is no message as notes; a line end after each line. */
    public String ladder() {
        return ladder(event -> true);
    }

    /** The messages of the call as a diagram, without notes. */
    public String messageLadder() {
        return ladder(FlightEvent.Message.class::isInstance);
    }

    /** The events of this kind as a diagram. */
    public String ladder(Predicate<FlightEvent> which) {
        return new CallLadder(this).draw(which);
    }
}
