// SPDX-License-Identifier: Apache-2.0
package io.srf.link;

/**
 * What has happened at an engine's admin port since it opened.
 *
 * @param open connections at this moment
 * @param accepted connections
 * @param turnedAway connections beyond the limit
 * @param received messages
 * @param malformed payloads and streams that could not be read
 * @param tooSlow connections lost for taking too long over a message
 * @param notReading connections lost for not reading what was sent
 */
public record LinkStats(
        int open, long accepted, long turnedAway, long received, long malformed, long tooSlow, long notReading) {}
