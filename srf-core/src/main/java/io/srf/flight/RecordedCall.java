// SPDX-License-Identifier: Apache-2.0
package io.srf.flight;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What happened in one call, all legs together. Immutable.
 *
 * @param callId of its first leg
 * @param begin the time of day when it began
 * @param legs the Call-IDs of its legs in the order in which they were first heard of; one at least
 * @param events in order
 * @param dropped how many earlier events are gone, because the call had too many
 */
public record RecordedCall(String callId, Instant begin, List<String> legs, List<RecordedEvent> events, long dropped) {
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
    static RecordedCall of(String name, Instant begin, List<RecordedEvent> events, long dropped) {
        Set<String> legs = new LinkedHashSet<>();
        events.stream()
                .filter(one -> one.event() instanceof FlightEvent.Message)
                .forEach(one -> legs.add(one.callId()));
        String first =
                legs.isEmpty() || legs.contains(name) ? name : legs.iterator().next();
        List<String> ordered = new ArrayList<>(legs);
        ordered.remove(first);
        ordered.addFirst(first);
        List<RecordedEvent> named = events.stream()
                .map(one -> legs.contains(one.callId()) ? one : new RecordedEvent(one.nanos(), first, one.event()))
                .toList();
        return new RecordedCall(first, begin, ordered, named, dropped);
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
