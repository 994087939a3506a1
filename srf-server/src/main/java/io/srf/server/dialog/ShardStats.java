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
 * @param transactions what the transactions count
 */
public record ShardStats(
        int dialogs,
        int owedAnswers,
        int openRequests,
        int proxied,
        long takenOver,
        long givenAgain,
        TransactionCounters transactions) {}
