// SPDX-License-Identifier: Apache-2.0
package io.srf.session.internal;

/**
 * What a {@link SessionKeeper} has done since it began.
 *
 * @param writes calls to the store
 * @param unsaved calls that wait to be written now
 * @param skipped what was not written
 * @param repairs of what the store had lost
 * @param lost calls that other nodes took over
 */
public record KeeperStats(Writes writes, int unsaved, Skipped skipped, Repairs repairs, long lost) {
    /**
     * Calls to the store.
     *
     * @param answered with any result
     * @param failed with an exception, those among them that timed out
     * @param timedOut were interrupted because they took too long
     */
    public record Writes(long answered, long failed, long timedOut) {}

    /**
     * What was not written.
     *
     * @param removals of calls that were over, because too many waited already
     * @param tooLarge documents that exceeded the store's limits
     */
    public record Skipped(long removals, long tooLarge) {}

    /**
     * What the store had lost.
     *
     * @param remade whole records, put in again
     * @param wentBack last writes of a record, written again
     */
    public record Repairs(long remade, long wentBack) {}
}
