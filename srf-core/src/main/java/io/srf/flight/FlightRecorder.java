// SPDX-License-Identifier: Apache-2.0
package io.srf.flight;

import io.srf.time.Timers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what happened to the latest calls, in bounded memory.
 *
 * <p>Threads: any, without a lock. Recording takes a look at the clock, an addition to a counter that all share, a look into a table
 * and a compare-and-set. When a bound of {@link RecorderLimits} is reached, the calls that began longest ago go first, unless something has happened to
 * them since room was last needed.
 */
public final class FlightRecorder implements Recorder {
    /** How many busy calls are passed over, at most, in the search for one that can go. */
    private static final int MAX_PASSES = 8;
    /** A track grows by one part in so many over its bound before it is cut. */
    private static final int SLACK = 4;

    private final RecorderLimits limits;
    private final Timers timers;
    private final Map<String, Track> tracks = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Track> oldestFirst = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    /** All bytes ever taken: the position of the next event, too. */
    private final AtomicLong taken = new AtomicLong();

    private final Alike alike = new Alike();
    private final AtomicLong freed = new AtomicLong();
    private final LongAdder droppedCallIds = new LongAdder();
    private final LongAdder droppedEvents = new LongAdder();

    /**
     * A recorder that has nothing yet.
     *
     * @param timers says what time it is
     */
    public FlightRecorder(RecorderLimits limits, Timers timers) {
        this.limits = limits;
        this.timers = timers;
    }

    @Override
    public boolean isOn() {
        return limits.callIds() > 0;
    }

    @Override
    public void record(String callId, FlightEvent event) {
        if (!isOn()) {
            return;
        }
        FlightEvent kept = alike.one(event);
        int bytes = Entry.bytes(kept);
        long position = taken.getAndAdd(bytes);
        Entry entry = new Entry(kept, timers.nanoTime(), position);
        Track track = track(callId);
        while (!track.add(entry)) {
            track = track(callId);
        }
        int keep = limits.eventsPerCallId();
        if (entry.depth > keep) {
            trim(track, entry, keep);
        }
        if (taken.get() - freed.get() > limits.bytes()) {
            makeRoom();
        }
    }

    private void trim(Track track, Entry entry, int keep) {
        int slack = Math.max(1, keep / SLACK);
        if ((entry.depth - keep) % slack == 0) {
            long bytes = track.trim(entry, keep);
            if (bytes > 0) {
                freed.addAndGet(bytes);
                droppedEvents.add(slack);
            }
        }
    }

    @Override
    public void join(String callId, String leg) {
        if (isOn() && !callId.equals(leg)) {
            Track lead = track(callId).lead();
            Track other = track(leg);
            if (!lead.equals(other) && !other.isLeg()) {
                lead.adopt(other);
                if (lead.isClosed()) {
                    lead.legs().forEach(this::drop);
                }
            }
        }
    }

    private Track track(String callId) {
        Track known = tracks.get(callId);
        return known == null ? begin(callId) : known;
    }

    private Track begin(String callId) {
        Track fresh = new Track(callId, timers.now(), timers.nanoTime());
        Track known = tracks.putIfAbsent(callId, fresh);
        if (known != null) {
            return known;
        }
        oldestFirst.add(fresh);
        taken.addAndGet(Track.BYTES);
        if (size.incrementAndGet() > limits.callIds()) {
            makeRoom();
        }
        return fresh;
    }

    private void makeRoom() {
        int passes = 0;
        while (size.get() > limits.callIds() || taken.get() - freed.get() > limits.bytes()) {
            Track oldest = oldestFirst.poll();
            if (oldest == null) {
                return;
            }
            if (oldest.isLeg()) {
                continue; // goes with its call
            }
            if (oldest.isActive() && passes++ < MAX_PASSES) {
                oldestFirst.add(oldest);
            } else {
                drop(oldest);
                oldest.legs().forEach(this::drop);
            }
        }
    }

    private void drop(Track track) {
        if (tracks.remove(track.callId(), track)) {
            size.decrementAndGet();
            droppedCallIds.increment();
            freed.addAndGet(track.close());
        }
    }

    /** What is known of the call that this Call-ID is a part of; null if nothing is. */
    public @Nullable RecordedCall call(String callId) {
        Track track = tracks.get(callId);
        return track == null ? null : read(track.lead());
    }

    /** The Call-IDs of the calls that something is known of, one for each call, in no particular order. */
    public List<String> callIds() {
        List<String> all = new ArrayList<>();
        for (Track track : tracks.values()) {
            if (!track.isLeg()) {
                all.add(read(track).callId());
            }
        }
        return all;
    }

    /** What it holds, and what it had to drop. */
    public RecorderStats stats() {
        return new RecorderStats(size.get(), taken.get() - freed.get(), droppedCallIds.sum(), droppedEvents.sum());
    }

    private static RecordedCall read(Track lead) {
        List<Found> found = new ArrayList<>();
        long dropped = read(lead, found);
        for (Track leg : lead.legs()) {
            dropped += read(leg, found);
        }
        found.sort(Comparator.comparingLong(one -> one.entry.position));
        List<RecordedEvent> events = found.stream()
                .map(one -> new RecordedEvent(one.entry.nanos - lead.beginNanos(), one.track.callId(), one.entry.event))
                .toList();
        return RecordedCall.of(lead.callId(), lead.begin(), events, dropped);
    }

    /** An entry, and the track that it was found in. */
    private record Found(Track track, Entry entry) {}

    /** Adds what a track has, and returns how many events it has lost. */
    private static long read(Track track, List<Found> found) {
        int before = found.size();
        Entry top = track.top();
        for (Entry entry = top; entry != null; entry = entry.previous()) {
            found.add(new Found(track, entry));
        }
        return top == null ? 0 : top.depth - (found.size() - before);
    }
}
