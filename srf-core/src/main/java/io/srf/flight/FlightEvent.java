// SPDX-License-Identifier: Apache-2.0
package io.srf.flight;

import io.srf.sip.SipMessage;
import io.srf.sip.SipParseException;
import io.srf.sip.SipParser;
import java.net.InetSocketAddress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What can happen to a call. Immutable.
 *
 * <p>Events are made on the path of a call and mostly never looked at. So they hold what is there already, and words are made of them when
 * somebody reads them. States and timers are given as the constants of their enums; a recorder keeps of a record only what it is called.
 */
public sealed interface FlightEvent {
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
    @SuppressWarnings("ArrayRecordComponent") // equals and hashCode look into it
    record Message(Direction direction, String transport, InetSocketAddress remote, byte[] bytes)
            implements FlightEvent {
        /** The message; null if it cannot be read. */
        public @Nullable SipMessage message() {
            try {
                return SipParser.parse(bytes);
            } catch (SipParseException e) {
                return null;
            }
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Message message
                    && direction == message.direction
                    && transport.equals(message.transport)
                    && remote.equals(message.remote)
                    && Arrays.equals(bytes, message.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
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
        public String text() {
            return what + " failed: " + why;
        }
    }
}
