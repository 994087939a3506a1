// SPDX-License-Identifier: Apache-2.0
package io.srf.server.protection;

import java.net.InetAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What follows from options: whom the operator trusts, and who has done too much of something. Meters of what has not changed go on under other options.
 *
 * @param options what it follows from
 * @param trusted networks that may do as they like
 * @param requests of a source; null for any number
 * @param stuns STUN requests of a source, as many as SIP requests, but counted for themselves: many phones behind one address send few calls
 * @param offences of a source; null if they have no consequence
 */
record Rules(
        ProtectionOptions options,
        AddressRanges trusted,
        @Nullable Meter requests,
        @Nullable Meter stuns,
        @Nullable Meter offences) {
    static Rules of(ProtectionOptions options) {
        return new Rules(
                options,
                new AddressRanges(options.lists().trusted()),
                meter(options.rate()),
                meter(options.rate()),
                meter(options.blocks()));
    }

    /** The rules of other options. */
    Rules with(ProtectionOptions other) {
        boolean sameRate = other.rate().equals(options.rate());
        return new Rules(
                other,
                new AddressRanges(other.lists().trusted()),
                sameRate ? requests : meter(other.rate()),
                sameRate ? stuns : meter(other.rate()),
                other.blocks().equals(options.blocks()) ? offences : meter(other.blocks()));
    }

    private static @Nullable Meter meter(RateLimit limit) {
        return limit.perSecond() == 0
                ? null
                : new Meter(limit.perSecond(), Duration.ofSeconds(1), limit.burst(), limit.sources());
    }

    private static @Nullable Meter meter(BlockRule rule) {
        return rule.offences() == 0 ? null : Meter.ofOffences(rule.offences(), rule.within());
    }

    boolean trusts(InetAddress address) {
        return trusted.contains(address);
    }
}
