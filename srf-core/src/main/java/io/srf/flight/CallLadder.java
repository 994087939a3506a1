// SPDX-License-Identifier: Apache-2.0
package io.srf.flight;

import io.srf.flight.FlightEvent.Direction;
import io.srf.flight.FlightEvent.Message;
import io.srf.sip.OtherUri;
import io.srf.sip.SipMessage;
import io.srf.sip.SipParseException;
import io.srf.sip.SipRequest;
import io.srf.sip.SipUri;
import io.srf.sip.TelUri;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Draws a recorded call: whoever calls on the left, ourselves, and whom we call on the right.
 *
 * <p>A peer has a column for each leg, so that a carrier who has both sides of a call stands on both sides.
 */
final class CallLadder {
    private static final String OURSELVES = "srf";

    private final RecordedCall call;
    private final Map<Peer, String> names = new LinkedHashMap<>();

    /** Whoever is at an address, in one leg. */
    private record Peer(String callId, InetSocketAddress address) {}

    CallLadder(RecordedCall call) {
        this.call = call;
        for (RecordedEvent one : call.events()) {
            if (one.event() instanceof Message message) {
                Peer peer = new Peer(one.callId(), message.remote());
                if (!names.containsKey(peer)) {
                    names.put(peer, name(peer, message));
                }
            }
        }
    }

    /** {@code user@address}, and a stroke for each column that had this name before; a leg's host name stands for an address, too. */
    private String name(Peer peer, Message first) {
        String known = nameInLeg(peer);
        if (known != null) {
            return known;
        }
        String name = user(first) + Addresses.write(peer.address);
        while (names.containsValue(name)) {
            name += '\'';
        }
        return name;
    }

    /** Only an application apart from its engine sees host names: it cannot tell whose address is whose. */
    private @Nullable String nameInLeg(Peer peer) {
        for (Map.Entry<Peer, String> other : names.entrySet()) {
            Peer before = other.getKey();
            boolean oneIsOnlyAName = before.address.isUnresolved() || peer.address.isUnresolved();
            if (oneIsOnlyAName && before.callId.equals(peer.callId)) {
                return other.getValue();
            }
        }
        return null;
    }

    /** The user of the one at the other end, as the first message names it. */
    private static String user(Message first) {
        SipMessage message = first.message();
        if (message == null) {
            return "";
        }
        try {
            boolean request = message instanceof SipRequest;
            boolean theirs = request == (first.direction() == Direction.IN);
            String user = switch ((theirs ? message.from() : message.to()).uri()) {
                case SipUri sip -> sip.user();
                case TelUri tel -> tel.number();
                case OtherUri other -> null;
            };
            return user == null ? "" : user + '@';
        } catch (SipParseException e) {
            return "";
        }
    }

    String draw(Predicate<FlightEvent> which) {
        LadderText text = new LadderText(columns());
        if (!call.hasBeginning()) {
            text.leftOut("what came before is not known");
        }
        Set<String> seen = new HashSet<>();
        for (RecordedEvent one : call.events()) {
            if (which.test(one.event())) {
                switch (one.event()) {
                    case Message message -> arrow(text, one, message, seen);
                    default -> text.note(shown(one), OURSELVES, one.event().text());
                }
            }
        }
        return text.toString();
    }

    /** A call that somebody else began has its first peer on the left of us; all others stand on the right. */
    private List<String> columns() {
        List<String> columns = new ArrayList<>(new LinkedHashSet<>(names.values()));
        boolean called = call.events().stream()
                .filter(one -> one.event() instanceof Message)
                .findFirst()
                .map(one -> ((Message) one.event()).direction() == Direction.IN)
                .orElse(false);
        columns.add(called ? 1 : 0, OURSELVES);
        return columns;
    }

    private void arrow(LadderText text, RecordedEvent one, Message message, Set<String> seen) {
        String peer = names.getOrDefault(new Peer(one.callId(), message.remote()), OURSELVES);
        LadderText.Arrow arrow = message.direction() == Direction.IN
                ? new LadderText.Arrow(peer, OURSELVES, false)
                : new LadderText.Arrow(OURSELVES, peer, false);
        boolean again =
                !seen.add(peer + message.direction() + new String(message.bytes(), StandardCharsets.ISO_8859_1));
        text.arrow(shown(one), arrow, again ? message.text() + " again" : message.text());
    }

    /** A ladder has milliseconds; what is finer would only make it hard to read. */
    private static Duration shown(RecordedEvent one) {
        return Duration.ofMillis(one.at().toMillis());
    }
}
