// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

/**
 * What the transactions of a shard have done so far.
 *
 * @param active those that have not terminated
 * @param created since the start
 * @param timeouts how often a user was told that it is too late, and how often a response was never acknowledged
 * @param transportFailures how often a message could not be sent
 * @param retransmissionsSent by timers, and in answer to repeated requests and responses
 * @param retransmissionsReceived requests and final responses that had come before
 * @param strayResponses that belonged to no transaction
 * @param refused requests answered 503 because there were too many transactions
 * @param malformed messages whose transaction could not be read
 * @param messages requests and responses by kind
 */
public record TransactionCounters(
        Kinds active,
        Kinds created,
        long timeouts,
        long transportFailures,
        long retransmissionsSent,
        long retransmissionsReceived,
        long strayResponses,
        long refused,
        long malformed,
        MessageCounters messages) {
    /** One number for each kind of transaction. */
    public record Kinds(long inviteClient, long nonInviteClient, long inviteServer, long nonInviteServer) {
        /** All kinds together. */
        public long total() {
            return inviteClient + nonInviteClient + inviteServer + nonInviteServer;
        }
    }
}
