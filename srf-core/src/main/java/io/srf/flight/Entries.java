// SPDX-License-Identifier: Apache-2.0
package io.srf.flight;

import io.srf.flight.FlightEvent.Decided;
import io.srf.flight.FlightEvent.Direction;
import io.srf.flight.FlightEvent.Failed;
import io.srf.flight.FlightEvent.Message;
import io.srf.flight.FlightEvent.StateChanged;
import io.srf.flight.FlightEvent.Stored;
import io.srf.flight.FlightEvent.TimerFired;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Turns events into entries of the {@link Ring}, and back. States, timers and machines are numbers there, as long as these suffice. */
final class Entries {
    /** A Call-ID is from now on a part of the call that the entry is for; the part is the Call-ID. */
    static final byte JOINED = 1;

    private static final byte RECEIVED = 2;
    private static final byte SENT = 3;
    private static final byte STATE = 4;
    private static final byte TIMER = 5;
    private static final byte STORED = 6;
    private static final byte DECIDED = 7;
    private static final byte FAILED = 8;
    /** Added to the kind of an event whose words are written out. */
    private static final byte IN_WORDS = 16;

    private static final byte[] NO_BYTES = {};

    private final KnownWords words = new KnownWords();

    static Entry joined(String leg) {
        return new Entry(JOINED, 0, bytes(leg));
    }

    /** The part that a {@link #JOINED} speaks of. */
    static String leg(Entry joined) {
        return text(joined, 0);
    }

    static boolean isMessage(Entry entry) {
        return entry.kind() == RECEIVED || entry.kind() == SENT;
    }

    Entry write(FlightEvent event) {
        return switch (event) {
            case Message message -> write(message);
            case StateChanged changed -> write(STATE, changed.whose(), changed.from(), changed.to());
            case TimerFired fired -> write(TIMER, fired.whose(), fired.timer(), "");
            case Stored stored -> write(STORED, stored.write(), stored.outcome(), "");
            case Decided decided -> new Entry(DECIDED, 0, bytes(decided.what()), bytes(decided.about()));
            case Failed failed -> new Entry(FAILED, 0, bytes(failed.what()), bytes(failed.why()));
        };
    }

    private static Entry write(Message message) {
        InetSocketAddress remote = message.remote();
        InetAddress address = remote.getAddress();
        return new Entry(
                message.direction() == Direction.IN ? RECEIVED : SENT,
                remote.getPort(),
                bytes(message.transport()),
                address == null ? bytes(remote.getHostString()) : NO_BYTES,
                address == null ? NO_BYTES : address.getAddress(),
                message.bytes());
    }

    private Entry write(byte kind, Object first, Object second, Object third) {
        int one = words.number(first);
        int two = words.number(second);
        int three = words.number(third);
        if (one == KnownWords.NONE || two == KnownWords.NONE || three == KnownWords.NONE) {
            return new Entry((byte) (kind + IN_WORDS), 0, word(first), word(second), word(third));
        }
        return new Entry(kind, (one << KnownWords.BITS | two) << KnownWords.BITS | three);
    }

    private static byte[] word(Object thing) {
        return bytes(Words.of(thing));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The event of an entry; null if it has none, as that of a {@link #JOINED}, or is spoiled. */
    @Nullable FlightEvent read(Entry entry) {
        try {
            return event(entry);
        } catch (IndexOutOfBoundsException | UnknownHostException e) {
            return null;
        }
    }

    private @Nullable FlightEvent event(Entry entry) throws UnknownHostException {
        return switch (entry.kind()) {
            case RECEIVED -> message(Direction.IN, entry);
            case SENT -> message(Direction.OUT, entry);
            case DECIDED -> new Decided(text(entry, 0), text(entry, 1));
            case FAILED -> new Failed(text(entry, 0), text(entry, 1));
            case STATE -> new StateChanged(first(entry), second(entry), third(entry));
            case TIMER -> new TimerFired(first(entry), second(entry));
            case STORED -> new Stored(first(entry), second(entry));
            case STATE + IN_WORDS -> new StateChanged(text(entry, 0), text(entry, 1), text(entry, 2));
            case TIMER + IN_WORDS -> new TimerFired(text(entry, 0), text(entry, 1));
            case STORED + IN_WORDS -> new Stored(text(entry, 0), text(entry, 1));
            default -> null;
        };
    }

    private static Message message(Direction direction, Entry entry) throws UnknownHostException {
        return new Message(direction, text(entry, 0), remote(entry), entry.parts()[3]);
    }

    private static InetSocketAddress remote(Entry entry) throws UnknownHostException {
        byte[] address = entry.parts()[2];
        return address.length == 0
                ? InetSocketAddress.createUnresolved(text(entry, 1), entry.number())
                : new InetSocketAddress(InetAddress.getByAddress(address), entry.number());
    }

    private static String text(Entry entry, int part) {
        return new String(entry.parts()[part], StandardCharsets.UTF_8);
    }

    private String first(Entry entry) {
        return words.word(entry.number() >> (2 * KnownWords.BITS)).toString();
    }

    private Object second(Entry entry) {
        return words.word(entry.number() >> KnownWords.BITS);
    }

    private Object third(Entry entry) {
        return words.word(entry.number());
    }
}
