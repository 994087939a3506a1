// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.flight.LadderText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A trace as text: a column for each endpoint, a line for each message with the milliseconds at which it was sent.
 *
 * <pre>{@code
 *       ms  alice                               srf                                 bob
 *        0  |----------- INVITE sdp ----------->|                                   |
 *       10  |<---------- 100 INVITE ------------|                                   |
 *       10  |                                   |----------- INVITE sdp ----------->|
 * }</pre>
 *
 * <p>{@code sdp} marks a session description, followed by its direction if that is not {@code sendrecv}; {@code again} what was
 * sent before; {@code x} at the end of an arrow what got lost; {@code x2} what arrives twice; {@code held to} what a test held
 * back. With two to four endpoints it is at most {@value #WIDTH} columns wide. Immutable.
 */
public final class Ladder {
    /** How wide a ladder of up to four endpoints is at most. */
    public static final int WIDTH = LadderText.WIDTH;

    /** How many lines {@link #tail()} has. */
    public static final int TAIL_LINES = 80;

    private final Trace trace;
    private final Predicate<Packet> which;
    private final List<String> columns;

    private Ladder(Trace trace, Predicate<Packet> which, List<String> columns) {
        this.trace = trace;
        this.which = which;
        this.columns = columns;
    }

    /** The ladder of all packets so far and to come. */
    public static Ladder of(Trace trace) {
        return new Ladder(trace, packet -> true, List.of());
    }

    /** The ladder of packets like these only. */
    public Ladder only(Predicate<Packet> packets) {
        return new Ladder(trace, which.and(packets), columns);
    }

    /** The ladder with these endpoints first, whether they have sent anything yet or not. */
    public Ladder between(String... names) {
        return new Ladder(trace, which, List.of(names));
    }

    /** The whole ladder, with a line end after each line. */
    @Override
    public String toString() {
        return text(Integer.MAX_VALUE);
    }

    /** The last {@value #TAIL_LINES} lines, below the names of the endpoints. */
    public String tail() {
        return text(TAIL_LINES);
    }

    private String text(int most) {
        List<TracedPacket> all = trace.packets().stream()
                .filter(traced -> which.test(traced.packet()))
                .toList();
        int first = Math.max(0, all.size() - most);
        List<TracedPacket> shown = all.subList(first, all.size());
        LadderText text = new LadderText(endpoints(shown));
        Set<String> seen = new HashSet<>();
        all.subList(0, first).forEach(traced -> LadderLabel.isAgain(traced.packet(), seen));
        if (first > 0) {
            text.leftOut(first + " earlier messages");
        }
        for (TracedPacket traced : shown) {
            Packet packet = traced.packet();
            boolean again = LadderLabel.isAgain(packet, seen);
            LadderText.Arrow arrow =
                    new LadderText.Arrow(trace.nameOf(packet.from()), trace.nameOf(packet.to()), traced.isLost());
            text.arrow(packet.sentAt(), arrow, LadderLabel.of(traced, again));
        }
        return text.toString();
    }

    /** The names that take part, in the order they were given, then those without a name in order of appearance. */
    private List<String> endpoints(List<TracedPacket> shown) {
        Set<String> taking = new LinkedHashSet<>();
        for (TracedPacket traced : shown) {
            taking.add(trace.nameOf(traced.packet().from()));
            taking.add(trace.nameOf(traced.packet().to()));
        }
        List<String> names = new ArrayList<>(columns);
        trace.names().stream()
                .filter(name -> taking.contains(name) && !names.contains(name))
                .forEach(names::add);
        taking.stream().filter(name -> !names.contains(name)).forEach(names::add);
        return columns.isEmpty() ? trace.arranged(names) : names;
    }
}
