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
 * @param transactions what the transactions count
 */
public record ShardStats(
        int dialogs, int owedAnswers, int openRequests, int proxied, TransactionCounters transactions) {}
