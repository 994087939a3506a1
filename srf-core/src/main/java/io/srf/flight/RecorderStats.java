// SPDX-License-Identifier: Apache-2.0
package io.srf.flight;

/**
 * What a recorder holds, and what it had to drop.
 *
 * @param callIds how many Call-IDs it has something of
 * @param bytes about how much memory that takes
 * @param droppedCallIds how many had to go for want of room
 * @param droppedEvents how many events of calls that had too many
 */
public record RecorderStats(int callIds, long bytes, long droppedCallIds, long droppedEvents) {}
