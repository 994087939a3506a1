// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import io.srf.server.dialog.ShardStats;

/**
 * What an engine holds at a moment, and what it did since its start.
 *
 * @param dialogs early and confirmed
 * @param owedAnswers requests that applications have not answered yet
 * @param openRequests requests of applications whose transactions are not over
 * @param transactions that have not terminated
 * @param transactionsCreated since the start
 * @param retransmissions sent since the start
 * @param timeouts since the start
 * @param takenOver dialogs that went to another application or were made again, since the start
 * @param givenAgain requests that were given to another application again, since the start
 * @param timers that wait in the engine's loops, those that look after certificates and the like among them
 */
public record EngineStats(
        long dialogs,
        long owedAnswers,
        long openRequests,
        long transactions,
        long transactionsCreated,
        long retransmissions,
        long timeouts,
        long takenOver,
        long givenAgain,
        long timers) {
    /** Of an engine that has done nothing. */
    public static final EngineStats NOTHING = new EngineStats(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** Whether nothing of any call is left. Timers do not count, as some belong to no call. */
    public boolean isAtRest() {
        return dialogs == 0 && owedAnswers == 0 && openRequests == 0 && transactions == 0;
    }

    EngineStats plus(ShardStats shard) {
        return new EngineStats(
                dialogs + shard.dialogs(),
                owedAnswers + shard.owedAnswers(),
                openRequests + shard.openRequests(),
                transactions + shard.transactions().active().total(),
                transactionsCreated + shard.transactions().created().total(),
                retransmissions + shard.transactions().retransmissionsSent(),
                timeouts + shard.transactions().timeouts(),
                takenOver + shard.takenOver(),
                givenAgain + shard.givenAgain(),
                timers + shard.timers());
    }
}
