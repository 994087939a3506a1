// SPDX-License-Identifier: Apache-2.0
package io.srf.flight;

import io.srf.time.Timers;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what happened to calls, as far back as its memory reaches: what is new takes the room of what is oldest.
 *
 * <p>Threads: any, without a lock. Recording takes a look at the clock, a compare-and-set on a counter that all share, and the copying of what is
 * recorded. Reading goes through all that is there.
 */
public final class FlightRecorder implements Recorder {
    private final Timers timers;
    private final @Nullable Ring ring;
    private final Entries entries = new Entries();

    /**
     * A recorder that has nothing yet.
     *
     * @param timers says what time it is
     */
    public FlightRecorder(RecorderLimits limits, Timers timers) {
        this.timers = timers;
        this.ring = limits.bytes() == 0 ? null : new Ring(limits.bytes());
    }

    @Override
    public boolean isOn() {
        return ring != null;
    }

    @Override
    public void record(String callId, FlightEvent event) {
        if (ring != null) {
            ring.add(timers.nanoTime(), callId, entries.write(event));
        }
    }

    @Override
    public void join(String callId, String leg) {
        if (ring != null && !callId.equals(leg)) {
            ring.add(timers.nanoTime(), callId, Entries.joined(leg));
        }
    }

    /**
     * What is known of the call that this Call-ID is a part of; null if nothing is. Of more than {@link CallFile#MAX_EVENTS} events these are the
     * latest.
     */
    public @Nullable RecordedCall call(String callId) {
        if (ring == null) {
            return null;
        }
        CallParts parts = new CallParts();
        ring.read((kind, name) -> kind == Entries.JOINED, parts::join);
        Set<String> names = parts.all(callId);
        List<RecordedEvent> events = new ArrayList<>();
        ring.read((kind, name) -> names.contains(name), taken -> {
            FlightEvent event = entries.read(taken.entry());
            if (event != null) {
                events.add(new RecordedEvent(taken.nanos(), taken.name(), event));
            }
        });
        if (events.isEmpty()) {
            return null;
        }
        List<RecordedEvent> latest = events.subList(Math.max(0, events.size() - CallFile.MAX_EVENTS), events.size());
        long begin = latest.stream().mapToLong(RecordedEvent::nanos).min().orElseThrow();
        return RecordedCall.of(
                parts.lead(callId),
                timeOfDay(begin),
                latest.stream()
                        .map(one -> new RecordedEvent(one.nanos() - begin, one.callId(), one.event()))
                        .toList());
    }

    /** The Call-IDs of the calls that something is known of, one for each call, the oldest first. */
    public List<String> callIds() {
        if (ring == null) {
            return List.of();
        }
        CallParts parts = new CallParts();
        Map<String, Boolean> haveMessages = new LinkedHashMap<>();
        ring.read((kind, name) -> true, taken -> {
            if (taken.entry().kind() == Entries.JOINED) {
                parts.join(taken);
            } else {
                haveMessages.merge(taken.name(), Entries.isMessage(taken.entry()), Boolean::logicalOr);
            }
        });
        Map<String, Set<String>> legs = new LinkedHashMap<>();
        haveMessages.forEach((name, hasMessages) -> {
            Set<String> ofCall = legs.computeIfAbsent(parts.lead(name), lead -> new LinkedHashSet<>());
            if (hasMessages) {
                ofCall.add(name);
            }
        });
        List<String> all = new ArrayList<>();
        legs.forEach((lead, ofCall) -> all.add(RecordedCall.first(lead, ofCall)));
        return all;
    }

    /** What it holds. */
    public RecorderStats stats() {
        if (ring == null) {
            return new RecorderStats(0, null);
        }
        AtomicReference<Instant> oldest = new AtomicReference<>();
        ring.read((kind, name) -> oldest.get() == null, taken -> oldest.set(timeOfDay(taken.nanos())));
        return new RecorderStats(ring.bytes(), oldest.get());
    }

    /** When it was so late on the clock of the recorder, as near as both clocks allow. */
    private Instant timeOfDay(long nanos) {
        return timers.now().minusNanos(timers.nanoTime() - nanos).truncatedTo(ChronoUnit.MILLIS);
    }
}
