// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import io.srf.server.transaction.MessageCounters.Kind;
import io.srf.sip.Methods;
import java.util.HashMap;
import java.util.Map;

/** Counts requests by method, and responses by method and class of status, in plain arrays. For its shard's loop alone. */
final class MessageTally {
    private static final int METHODS = Methods.ALL.size() + 1;
    private static final int OTHER = METHODS - 1;
    private static final int CLASSES = 6;

    /** One direction. */
    static final class Way {
        private final long[] requests = new long[METHODS];
        private final long[] responses = new long[METHODS * CLASSES];

        void request(String method) {
            requests[index(method)]++;
        }

        /** @param method of the request that it answers */
        void response(String method, int status) {
            responses[index(method) * CLASSES + status / 100 - 1]++;
        }

        private Map<String, Long> countedRequests() {
            Map<String, Long> counted = new HashMap<>();
            for (int i = 0; i < METHODS; i++) {
                if (requests[i] > 0) {
                    counted.put(name(i), requests[i]);
                }
            }
            return counted;
        }

        private Map<Kind, Long> countedResponses() {
            Map<Kind, Long> counted = new HashMap<>();
            for (int i = 0; i < responses.length; i++) {
                if (responses[i] > 0) {
                    counted.put(new Kind(name(i / CLASSES), i % CLASSES + 1), responses[i]);
                }
            }
            return counted;
        }
    }

    final Way received = new Way();
    final Way sent = new Way();

    private static int index(String method) {
        int known = Methods.ALL.indexOf(method);
        return known < 0 ? OTHER : known;
    }

    private static String name(int index) {
        return index == OTHER ? MessageCounters.OTHER : Methods.ALL.get(index);
    }

    MessageCounters snapshot() {
        return new MessageCounters(
                received.countedRequests(),
                sent.countedRequests(),
                received.countedResponses(),
                sent.countedResponses());
    }
}
