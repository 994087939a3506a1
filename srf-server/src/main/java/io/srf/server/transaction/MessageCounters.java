// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import java.util.HashMap;
import java.util.Map;

/**
 * The messages of a shard since its start, without those that came or went again.
 *
 * @param requestsReceived by method
 * @param requestsSent by method
 * @param responsesReceived by method and class of status
 * @param responsesSent by method and class of status
 */
public record MessageCounters(
        Map<String, Long> requestsReceived,
        Map<String, Long> requestsSent,
        Map<Kind, Long> responsesReceived,
        Map<Kind, Long> responsesSent) {
    /** Stands for all methods that no RFC defines, so that peers cannot invent names without end. */
    public static final String OTHER = "OTHER";

    /**
     * A kind of response.
     *
     * @param method of {@link io.srf.sip.Methods#ALL}, or {@link #OTHER}
     * @param statusClass 1 for 100 to 199, and so on to 6
     */
    public record Kind(String method, int statusClass) {}

    /** Those of no message. */
    public static final MessageCounters NOTHING = new MessageCounters(Map.of(), Map.of(), Map.of(), Map.of());

    /** Copies the maps. */
    public MessageCounters {
        requestsReceived = Map.copyOf(requestsReceived);
        requestsSent = Map.copyOf(requestsSent);
        responsesReceived = Map.copyOf(responsesReceived);
        responsesSent = Map.copyOf(responsesSent);
    }

    /** The sums of both. */
    public MessageCounters plus(MessageCounters other) {
        return new MessageCounters(
                sum(requestsReceived, other.requestsReceived),
                sum(requestsSent, other.requestsSent),
                sum(responsesReceived, other.responsesReceived),
                sum(responsesSent, other.responsesSent));
    }

    private static <K> Map<K, Long> sum(Map<K, Long> a, Map<K, Long> b) {
        Map<K, Long> sum = new HashMap<>(a);
        b.forEach((kind, count) -> sum.merge(kind, count, Long::sum));
        return sum;
    }
}
