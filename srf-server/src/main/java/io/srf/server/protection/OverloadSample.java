// SPDX-License-Identifier: Apache-2.0
package io.srf.server.protection;

/**
 * How a shard is at a moment.
 *
 * @param now in nanoseconds
 * @param backlog for how many nanoseconds datagrams have been waiting to be read
 * @param lag for how many nanoseconds a task waited for its turn on the event loop
 * @param memory the share of the memory that is in use, 0 to 1
 */
public record OverloadSample(long now, long backlog, long lag, double memory) {
    /** The longer of the two waits, in nanoseconds. */
    public long longestWait() {
        return Math.max(backlog, lag);
    }
}
