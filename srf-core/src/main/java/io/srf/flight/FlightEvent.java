// SPDX-License-Identifier: Apache-2.0
package io.srf.flight;

import io.srf.sip.SipMessage;
import io.srf.sip.SipParseException;
import io.srf.sip.SipParser;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What can happen to a call. Immutable.
 *
 * <p>Events are made on the path of a call and mostly never looked at. So they hold what is there already, and words are made of them when
 * somebody reads them. States and timers are given as the constants of their enums.
 */
public sealed interface FlightEvent {
    /** About how many bytes it keeps from being freed. */
    int weight();

    /** In one line, for people; made anew by each call. */
    String text();

    /** Which way a message went. */
    enum Direction {
        /** We received it. */
        IN,
        /** We sent it. */
        OUT
    }

    /**
     * A SIP message that was received or sent.
     *
     * @param transport in lower case, such as {@code udp}
     * @param remote the peer
     * @param bytes the whole message; nobody changes them
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared by the recorder
    record Message(Direction direction, String transport, InetSocketAddress remote, byte[] bytes)
            implements FlightEvent {
        /** What the address and this record take. */
        private static final int OVERHEAD = 160;

        @Override
        public int weight() {
            return OVERHEAD + bytes.length;
        }

        /** The message; null if it cannot be read. */
        public @Nullable SipMessage message() {
            try {
                return SipParser.parse(bytes);
            } catch (SipParseException e) {
                return null;
            }
        }

        @Override
        public String text() {
            SipMessage message = message();
            return message == null ? bytes.length + " bytes, not SIP" : MessageLabel.of(message);
        }
    }

    /**
     * A timer fired.
     *
     * @param whose the machine that had set it
     * @param timer its name
     */
    record TimerFired(String whose, Object timer) implements FlightEvent {
        @Override
        public int weight() {
            return SMALL;
        }

        @Override
        public String text() {
            return whose + ": timer " + Words.of(timer) + " fired";
        }
    }

    /**
     * A machine went from one state to another.
     *
     * @param whose the machine
     */
    record StateChanged(String whose, Object from, Object to) implements FlightEvent {
        @Override
        public int weight() {
            return SMALL;
        }

        @Override
        public String text() {
            return whose + ": " + Words.of(from) + " -> " + Words.of(to);
        }
    }

    /**
     * A record of the call was written to the session store.
     *
     * @param write what kind of write it was
     * @param outcome what the store said
     */
    record Stored(String write, Object outcome) implements FlightEvent {
        @Override
        public int weight() {
            return SMALL;
        }

        @Override
        public String text() {
            return "store " + write + ": " + Words.of(outcome);
        }
    }

    /**
     * The application decided something.
     *
     * @param what as the API calls it, such as {@code createB2BUA}
     * @param about whom or what; "" if that is clear
     */
    record Decided(String what, String about) implements FlightEvent {
        @Override
        public int weight() {
            return SMALL + about.length();
        }

        @Override
        public String text() {
            return about.isEmpty() ? what : what + ' ' + about;
        }
    }

    /**
     * Something went wrong.
     *
     * @param what was tried
     * @param why in words
     */
    record Failed(String what, String why) implements FlightEvent {
        @Override
        public int weight() {
            return SMALL + what.length() + why.length();
        }

        @Override
        public String text() {
            return what + " failed: " + why;
        }
    }

    /** What a record of a few references takes. */
    int SMALL = 32;
}
