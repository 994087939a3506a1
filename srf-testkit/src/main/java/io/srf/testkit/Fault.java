// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.server.transport.Protocol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What happens to one datagram.
 *
 * @param packet which it is, counted from 0 over the whole network
 * @param kind what happens
 * @param by how much later it arrives, or arrives again; zero if it gets lost
 */
public record Fault(int packet, Kind kind, Duration by) {
    /** What may happen to a datagram. */
    public enum Kind {
        /** It never arrives. */
        LOST("is lost"),
        /** It arrives later, so that others overtake it. */
        LATE("is late by"),
        /** It arrives a second time. */
        TWICE("arrives again after");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    /** The delays with which the datagram arrives, if it would arrive like this otherwise. */
    List<Duration> apply(List<Duration> usual) {
        return switch (kind) {
            case LOST -> List.of();
            case LATE -> usual.stream().map(delay -> delay.plus(by)).toList();
            case TWICE -> {
                List<Duration> twice = new ArrayList<>(usual);
                usual.stream().limit(1).forEach(delay -> twice.add(delay.plus(by)));
                yield twice;
            }
        };
    }

    /** The same, half as late. */
    Fault milder() {
        return new Fault(packet, kind, Duration.ofMillis(by.toMillis() / 2));
    }

    /** Such as {@code packet 7 (200 INVITE sdp of bob) is late by 120 ms}, by what was sent in the run. */
    String describe(Trace trace) {
        List<Packet> datagrams = trace.packets().stream()
                .map(TracedPacket::packet)
                .filter(sent -> sent.protocol() == Protocol.UDP)
                .toList();
        String what = "";
        if (packet < datagrams.size()) {
            Packet hit = datagrams.get(packet);
            what = " (" + LadderLabel.what(hit) + " of " + trace.nameOf(hit.from()) + ')';
        }
        return "packet " + packet + what + fate();
    }

    private String fate() {
        return ' ' + kind.words + (kind == Kind.LOST ? "" : " " + Text.millis(by) + " ms");
    }

    /** Such as {@code packet 7 is late by 120 ms}. */
    @Override
    public String toString() {
        return "packet " + packet + fate();
    }
}
