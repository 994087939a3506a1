// SPDX-License-Identifier: Apache-2.0
package io.srf.server.protection;

import io.srf.server.protection.OverloadState.Accepting;
import io.srf.server.protection.OverloadState.Refusing;

/**
 * Decides whether a shard takes new requests. Pure.
 *
 * <table>
 * <caption>What follows</caption>
 * <tr><th>state</th><th>sample</th><th>next</th></tr>
 * <tr><td>Accepting</td><td>wait &lt; maxWait and memory &lt; maxMemory</td><td>Accepting</td></tr>
 * <tr><td>Accepting</td><td>any other</td><td>Refusing(now)</td></tr>
 * <tr><td>Refusing(t)</td><td>wait ≥ calmWait or memory ≥ calmMemory</td><td>Refusing(now)</td></tr>
 * <tr><td>Refusing(t)</td><td>calm, now − t &lt; HOLD</td><td>Refusing(t)</td></tr>
 * <tr><td>Refusing(t)</td><td>calm, now − t ≥ HOLD</td><td>Accepting</td></tr>
 * </table>
 */
public final class OverloadMachine {
    private final long maxWait;
    private final long calmWait;
    private final long hold = OverloadLimits.HOLD.toNanos();
    private final OverloadLimits limits;

    /** A machine with these limits. */
    public OverloadMachine(OverloadLimits limits) {
        this.limits = limits;
        this.maxWait = limits.maxWait().toNanos();
        this.calmWait = limits.calmWait().toNanos();
    }

    /** The state after this sample. */
    public OverloadState step(OverloadState state, OverloadSample sample) {
        return switch (state) {
            case Accepting accepting ->
                exceeds(sample, maxWait, limits.maxMemory()) ? new Refusing(sample.now()) : accepting;
            case Refusing refusing -> stepRefusing(refusing, sample);
        };
    }

    private OverloadState stepRefusing(Refusing refusing, OverloadSample sample) {
        if (exceeds(sample, calmWait, limits.calmMemory())) {
            return new Refusing(sample.now());
        }
        return sample.now() - refusing.strainedAt() < hold ? refusing : new Accepting();
    }

    private static boolean exceeds(OverloadSample sample, long wait, double memory) {
        return sample.longestWait() >= wait || sample.memory() >= memory;
    }
}
