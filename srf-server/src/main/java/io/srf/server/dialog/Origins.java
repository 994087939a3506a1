// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.srf.server.transport.Flow;
import io.srf.server.transport.Hosts;
import io.srf.sip.SipMessage;
import io.srf.wire.Origin;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.LocalTime;

/** Where messages came from, as applications are told. */
public final class Origins {
    private static final int SECONDS_OF_DAY = 86_400;

    private Origins() {}

    /** A message from the network. */
    public static Origin received(SipMessage message, Flow flow, Instant now) {
        return of(Origin.Source.NETWORK, message, flow, flow.remote(), now);
    }

    /** A request that the engine sent; its own address is told. */
    static Origin sentRequest(SipMessage message, Flow flow, Instant now) {
        return of(Origin.Source.APPLICATION, message, flow, flow.local(), now);
    }

    /** A response that the engine sent; the peer's address is told. */
    static Origin sentResponse(SipMessage message, Flow flow, Instant now) {
        return of(Origin.Source.APPLICATION, message, flow, flow.remote(), now);
    }

    /** A response that the engine made up because none came. */
    static Origin madeUp(Flow flow, Instant now) {
        return new Origin(Origin.Source.NETWORK, 0, flow.protocol().lower(), "", 0, timeOfDay(now));
    }

    private static Origin of(
            Origin.Source source, SipMessage message, Flow flow, InetSocketAddress address, Instant now) {
        return new Origin(
                source,
                message.encoded().length,
                flow.protocol().lower(),
                Hosts.text(address),
                address.getPort(),
                timeOfDay(now));
    }

    /** The time of day of this moment, UTC, to the microsecond. */
    static LocalTime timeOfDay(Instant now) {
        long micros = now.getNano() / 1_000L;
        return LocalTime.ofNanoOfDay(
                Math.floorMod(now.getEpochSecond(), SECONDS_OF_DAY) * 1_000_000_000L + micros * 1_000L);
    }
}
