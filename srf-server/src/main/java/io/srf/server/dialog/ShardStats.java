// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.srf.server.transaction.TransactionCounters;

/**
 * What one shard holds at a moment.
 *
 * @param dialogs early and confirmed
 * @param owedAnswers requests that applications have not answered yet
 * @param openRequests requests of applications whose transactions are not over
 * @param proxied requests that are being passed on
 * @param takenOver dialogs that went to another application or were made again, since the start
 * @param givenAgain requests that were given to another application again, since the start
 * @param unplaced requests for which it could not be decided who gets them, or nobody was where they were sent, since the start
 * @param timers that wait in the shard's loop, those that look after certificates and the like among them
 * @param unrecorded requests whose Route names the engine although that has not recorded itself in their call, since the start
 * @param transactions what the transactions count
 */
public record ShardStats(
        int dialogs,
        int owedAnswers,
        int openRequests,
        int proxied,
        long takenOver,
        long givenAgain,
        long unplaced,
        int timers,
        long unrecorded,
        TransactionCounters transactions) {}
