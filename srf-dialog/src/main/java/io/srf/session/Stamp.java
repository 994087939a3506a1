// SPDX-License-Identifier: Apache-2.0
package io.srf.session;

/**
 * Which state of a record this is, and whose: what a write must name to be let in.
 *
 * @param version grows by one with each write
 * @param fence grows by one each time another node takes the record over
 * @param owner the node that may write; its id is unique to one run of one process
 */
public record Stamp(long version, long fence, String owner) {
    /** Checks that the numbers are positive and that the owner is within {@link StoreLimits#MAX_OWNER_LENGTH}. */
    public Stamp {
        if (version < 1 || fence < 1) {
            throw new IllegalArgumentException("version and fence begin at 1, not " + version + " and " + fence);
        }
        StoreLimits.checkOwner(owner);
    }

    /** The stamp of a record that is new. */
    public static Stamp first(String owner) {
        return new Stamp(1, 1, owner);
    }

    /** The stamp after one more write by the same owner. */
    public Stamp next() {
        return new Stamp(version + 1, fence, owner);
    }

    /** The stamp after this node has taken the record over. */
    public Stamp takenBy(String newOwner) {
        return new Stamp(version + 1, fence + 1, newOwner);
    }

    /** Whether both name one owner under one fence. */
    public boolean sameHold(Stamp other) {
        return fence == other.fence && owner.equals(other.owner);
    }
}
