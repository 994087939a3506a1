// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import io.srf.server.dialog.ShardStats;
import io.srf.server.transaction.MessageCounters;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What an engine holds at a moment and has done since its start, in detail.
 *
 * @param shards what each holds
 * @param lags how long the question waited in the queue of each shard's loop
 * @param routes how many applications want each method; in lower case
 * @param garbage bytes that were no message, so often
 * @param draining whether it takes no new calls any more
 */
public record EngineMeasures(
        List<ShardStats> shards, List<Duration> lags, Map<String, Integer> routes, long garbage, boolean draining) {
    /** Copies the collections. */
    public EngineMeasures {
        shards = List.copyOf(shards);
        lags = List.copyOf(lags);
        routes = Map.copyOf(routes);
    }

    /** The sums over the shards. */
    public EngineStats total() {
        return shards.stream().reduce(EngineStats.NOTHING, EngineStats::plus, (a, b) -> {
            throw new IllegalStateException("summed one after the other");
        });
    }

    /** The messages of all shards. */
    public MessageCounters messages() {
        return shards.stream()
                .map(shard -> shard.transactions().messages())
                .reduce(MessageCounters.NOTHING, MessageCounters::plus);
    }

    /** The longest of the lags. */
    public Duration lag() {
        return lags.stream().max(Duration::compareTo).orElse(Duration.ZERO);
    }

    /** Whether no call is up or being set up, and nobody waits for an answer; transactions may still keep theirs for repetitions. */
    public boolean isQuiet() {
        return shards.stream()
                .allMatch(shard -> shard.dialogs() == 0 && shard.owedAnswers() == 0 && shard.proxied() == 0);
    }
}
