// SPDX-License-Identifier: Apache-2.0
package io.srf.server.protection;

import io.srf.server.transport.Subnet;
import java.util.HashSet;
import java.util.List;

/**
 * How an engine protects itself. The bounds of messages, transactions and connections are elsewhere, and always on.
 *
 * @param rate of new requests from one source; none unless told otherwise
 * @param scanners who is known to be up to nothing good; dropped unless told otherwise
 * @param blocks when a source is blocked by itself; never unless told otherwise
 * @param overload when new requests are refused; on unless told otherwise
 * @param lists who is never heard, and who is exempt from the first three
 */
public record ProtectionOptions(
        RateLimit rate, Scanners scanners, BlockRule blocks, OverloadLimits overload, Lists lists) {
    /** No rate limit, no source blocked by itself; known scanners are dropped, overload is refused. */
    public static final ProtectionOptions DEFAULT = new ProtectionOptions(
            RateLimit.NONE, Scanners.DEFAULT, BlockRule.NEVER, OverloadLimits.DEFAULT, Lists.NONE);

    /**
     * Networks that the operator knows.
     *
     * @param trusted their rate is not limited, they are taken for no scanners, they are blocked only if they
     *     are given as blocked, and wrong secrets at the admin port do not shut them out
     * @param blocked from the beginning, for ever; {@link Blocklist#MAX_GIVEN} at most, and {@link Blocklist} can change it
     */
    public record Lists(List<Subnet> trusted, List<Subnet> blocked) {
        /** Nobody. */
        public static final Lists NONE = new Lists(List.of(), List.of());

        /** Copies the lists, and checks how many are blocked. */
        public Lists {
            trusted = List.copyOf(trusted);
            blocked = List.copyOf(blocked);
            int networks = new HashSet<>(blocked).size();
            if (networks > Blocklist.MAX_GIVEN) {
                throw new IllegalArgumentException(
                        networks + " networks for the blocklist, expected: ≤ " + Blocklist.MAX_GIVEN);
            }
        }
    }

    /** The same with another limit of new requests. */
    public ProtectionOptions withRate(RateLimit limit) {
        return new ProtectionOptions(limit, scanners, blocks, overload, lists);
    }

    /** The same with other scanners, or something else for them. */
    public ProtectionOptions withScanners(Scanners known) {
        return new ProtectionOptions(rate, known, blocks, overload, lists);
    }

    /** The same that blocks sources by this rule. */
    public ProtectionOptions withBlocks(BlockRule rule) {
        return new ProtectionOptions(rate, scanners, rule, overload, lists);
    }

    /** The same with other limits of overload. */
    public ProtectionOptions withOverload(OverloadLimits limits) {
        return new ProtectionOptions(rate, scanners, blocks, limits, lists);
    }

    /** The same with these networks. */
    public ProtectionOptions withLists(Lists known) {
        return new ProtectionOptions(rate, scanners, blocks, overload, known);
    }
}
