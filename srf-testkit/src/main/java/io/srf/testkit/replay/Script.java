// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit.replay;

import io.srf.flight.FlightEvent.Direction;
import io.srf.flight.FlightEvent.Message;
import io.srf.flight.RecordedCall;
import io.srf.flight.RecordedEvent;
import io.srf.sip.HeaderName;
import io.srf.sip.SipMessage;
import io.srf.sip.SipParseException;
import io.srf.sip.SipParser;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the stack has to send, leg by leg and in order, and how far it has come.
 *
 * <p>What is sent again does not count, on either side: how often a message is repeated is up to the network that day. Threads: the one that
 * drives the time.
 */
final class Script {
    /** What one leg has to send. */
    private static final class Leg {
        private final List<Line> lines = new ArrayList<>();
        private final boolean oursFirst;
        private int next;

        Leg(boolean oursFirst) {
            this.oursFirst = oursFirst;
        }
    }

    /** A recorded message of ours, and the index of its event. */
    private record Line(int event, SipMessage message) {}

    private final Map<String, Leg> legs = new LinkedHashMap<>();
    private final Map<String, String> recordedNames = new HashMap<>();
    private final Set<Integer> done = new HashSet<>();
    private final Set<Integer> lines = new HashSet<>();
    private final Set<String> seen = new HashSet<>();
    private final Identifiers identifiers;
    private @Nullable Difference difference;
    private int event;

    Script(RecordedCall call, Identifiers identifiers) {
        this.identifiers = identifiers;
        Set<String> recorded = new HashSet<>();
        for (int i = 0; i < call.events().size(); i++) {
            RecordedEvent one = call.events().get(i);
            if (one.event() instanceof Message message) {
                Leg leg = legs.computeIfAbsent(one.callId(), unknown -> new Leg(message.direction() == Direction.OUT));
                SipMessage ours = message.direction() == Direction.OUT ? message.message() : null;
                if (ours != null && recorded.add(text(message.bytes()))) {
                    leg.lines.add(new Line(i, ours));
                    lines.add(i);
                }
            }
        }
        legs.forEach((callId, leg) -> {
            if (!leg.oursFirst) {
                recordedNames.put(callId, callId);
            }
        });
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** The replay has come to this event of the recording. */
    void comesTo(int index) {
        event = index;
    }

    /** Whether the message of this event was sent, or need not be. */
    boolean isDone(int index) {
        return !lines.contains(index) || done.contains(index);
    }

    @Nullable Difference difference() {
        return difference;
    }

    /** What this event stands for was not sent in time. */
    void missing(int index) {
        legs.forEach((callId, leg) -> {
            for (Line line : leg.lines) {
                if (line.event == index && difference == null) {
                    difference = new Difference(index, callId, name(line.message), null);
                }
            }
        });
    }

    /** The stack has sent something. */
    void sent(byte[] bytes) {
        if (difference == null && seen.add(text(bytes))) {
            try {
                compare(SipParser.parse(bytes));
            } catch (SipParseException e) {
                throw new AssertionError("the stack has sent what cannot be read: " + e.getMessage(), e);
            }
        }
    }

    private void compare(SipMessage message) {
        String now = String.valueOf(message.header(HeaderName.CALL_ID));
        String recorded = recordedNames.computeIfAbsent(now, unknown -> newLeg(message));
        Leg leg = recorded == null ? null : legs.get(recorded);
        Line line = leg == null || leg.next == leg.lines.size() ? null : leg.lines.get(leg.next);
        if (leg == null || line == null) {
            difference = new Difference(event, recorded == null ? now : recorded, null, name(message));
        } else if (!name(line.message).equals(name(message))) {
            difference = new Difference(line.event, String.valueOf(recorded), name(line.message), name(message));
        } else {
            leg.next++;
            done.add(line.event);
            identifiers.learn(line.message, message);
        }
    }

    /** The first recorded leg of ours that has not begun, and begins with such a message; null if there is none. */
    private @Nullable String newLeg(SipMessage message) {
        for (Map.Entry<String, Leg> one : legs.entrySet()) {
            Leg leg = one.getValue();
            boolean free = leg.oursFirst && leg.next == 0 && !recordedNames.containsValue(one.getKey());
            if (free
                    && !leg.lines.isEmpty()
                    && name(leg.lines.getFirst().message).equals(name(message))) {
                return one.getKey();
            }
        }
        return null;
    }

    /** {@code INVITE}, or {@code 200 INVITE}. */
    private static String name(SipMessage message) {
        return switch (message) {
            case SipRequest request -> request.method();
            case SipResponse response -> response.status() + " " + response.method();
        };
    }
}
