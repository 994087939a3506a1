// SPDX-License-Identifier: Apache-2.0
package io.srf.flight;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The events of one Call-ID: a stack that any thread adds to with one compare-and-set.
 *
 * <p>Each entry knows how many there are below it and how heavy they are, so that nothing else is counted. When a track is over its bound by a
 * quarter, the thread that adds walks down once and cuts off what lies below the bound. A track that was dropped takes nothing any more.
 */
final class Track {
    /** What an empty track takes, with its places in the recorder's tables. */
    static final int BYTES = 400;
    /** How many legs one call can have. */
    static final int MAX_LEGS = 64;

    private static final Entry CLOSED = new Entry(new FlightEvent.Decided("", ""), 0, 0);
    private static final VarHandle TOP;
    private static final VarHandle FREED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            TOP = lookup.findVarHandle(Track.class, "top", Entry.class);
            FREED = lookup.findVarHandle(Track.class, "freed", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final String callId;
    private final Instant begin;
    private final long beginNanos;
    private final AtomicReference<List<Track>> legs = new AtomicReference<>(List.of());
    private volatile @Nullable Track lead;
    private volatile @Nullable Entry top;
    /** How many of the bytes that its entries took are free again. */
    private volatile long freed;
    /** How much it had when it was last looked at; only a hint, so it need not be exact. */
    private int seen;

    Track(String callId, Instant begin, long beginNanos) {
        this.callId = callId;
        this.begin = begin;
        this.beginNanos = beginNanos;
    }

    String callId() {
        return callId;
    }

    Instant begin() {
        return begin;
    }

    long beginNanos() {
        return beginNanos;
    }

    /** The track of the call that it is a part of; itself if it is a call of its own. */
    Track lead() {
        Track other = lead;
        return other == null ? this : other;
    }

    boolean isLeg() {
        return lead != null;
    }

    List<Track> legs() {
        return legs.get();
    }

    /** Makes another track, and its legs, a part of this call. */
    void adopt(Track leg) {
        List<Track> added =
                legs.updateAndGet(now -> now.contains(leg) || now.size() >= MAX_LEGS ? now : plus(now, leg));
        if (added.contains(leg)) {
            leg.lead = this;
            leg.legs.getAndSet(List.of()).forEach(this::adopt);
        }
    }

    private static List<Track> plus(List<Track> some, Track one) {
        Track[] more = some.toArray(new Track[some.size() + 1]);
        more[some.size()] = one;
        return List.of(more);
    }

    /** Adds an entry; false if the track was dropped. */
    boolean add(Entry entry) {
        Entry before;
        do {
            before = top;
            if (before == CLOSED) {
                return false;
            }
            entry.follow(before);
        } while (!TOP.compareAndSet(this, before, entry));
        return true;
    }

    @Nullable Entry top() {
        Entry now = top;
        return now == CLOSED ? null : now;
    }

    /** Cuts off what lies more than {@code keep} entries deep, and returns how many bytes that frees. */
    long trim(Entry from, int keep) {
        Entry last = from;
        for (int i = 1; i < keep; i++) {
            Entry next = last.previous();
            if (next == null) {
                return 0;
            }
            last = next;
        }
        Entry below = last.cut();
        return below == null ? 0 : free(below.total);
    }

    /** Takes nothing any more, and returns how many bytes that frees. */
    long close() {
        Entry last = (Entry) TOP.getAndSet(this, CLOSED);
        return last == CLOSED ? 0 : BYTES + (last == null ? 0 : free(last.total));
    }

    /** Whether it was dropped. */
    boolean isClosed() {
        return top == CLOSED;
    }

    /** So many bytes in all are free; only what is new of them counts. */
    private long free(long total) {
        long before;
        do {
            before = freed;
            if (total <= before) {
                return 0;
            }
        } while (!FREED.compareAndSet(this, before, total));
        return total - before;
    }

    /** Whether something has happened since this was last asked. */
    boolean isActive() {
        Entry last = top();
        int depth = last == null ? 0 : last.depth;
        for (Track leg : legs()) {
            Entry lastOfLeg = leg.top();
            depth += lastOfLeg == null ? 0 : lastOfLeg.depth;
        }
        boolean active = depth != seen;
        seen = depth;
        return active;
    }
}
