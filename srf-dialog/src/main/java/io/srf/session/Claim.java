// SPDX-License-Identifier: Apache-2.0
package io.srf.session;

import java.time.Duration;

/**
 * A node's wish to own a record that another node owned.
 *
 * @param owner who wants it
 * @param lease how long it then holds it, unless it renews
 * @param despite the fence of a hold to end though its lease may still run, or {@link #NO_FENCE} to wait for the lease
 */
public record Claim(String owner, Duration lease, long despite) {
    /** No running lease is ended. */
    public static final long NO_FENCE = 0;

    /** Checks the owner and that the lease is longer than zero. */
    public Claim {
        StoreLimits.checkOwner(owner);
        StoreLimits.checkLease(lease);
        if (despite < NO_FENCE) {
            throw new IllegalArgumentException("a fence is 1 or more, not " + despite);
        }
    }

    /** Wants a record only once its owner's lease has run out. */
    public static Claim whenExpired(String owner, Duration lease) {
        return new Claim(owner, lease, NO_FENCE);
    }

    /**
     * Wants a record although the lease of its owner may still run: because that node is known to be gone, or gives the call away.
     *
     * @param fence the fence that node held it under; if it has changed since, somebody else was faster and keeps it
     */
    public static Claim despiteLease(String owner, Duration lease, long fence) {
        return new Claim(owner, lease, fence);
    }

    /** Whether this claim succeeds on a record with this stamp, whose lease has run out or not. */
    public boolean wins(Stamp current, boolean expired) {
        return expired || current.fence() == despite;
    }
}
