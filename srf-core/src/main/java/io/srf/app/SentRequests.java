// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The requests of an agent that may still be answered. Each is here from when it is handed over until it is settled. */
final class SentRequests {
    private final Set<SentRequest> all = ConcurrentHashMap.newKeySet();
    private final Map<String, SentRequest> byTransaction = new ConcurrentHashMap<>();

    void add(SentRequest request) {
        all.add(request);
    }

    /** It is about to be known by another transaction, or for the first time. */
    void rename(SentRequest request) {
        String transactionId = request.transactionId();
        if (transactionId != null) {
            byTransaction.remove(transactionId, request);
        }
    }

    void remember(String transactionId, SentRequest request) {
        byTransaction.put(transactionId, request);
    }

    @Nullable SentRequest find(String transactionId) {
        return byTransaction.get(transactionId);
    }

    void forget(SentRequest request) {
        all.remove(request);
        rename(request);
    }

    /** Fails them all, and returns the INVITEs among them that the engine has sent: it may let them ring. */
    List<SentRequest> fail(Throwable cause) {
        List<SentRequest> invites =
                all.stream().filter(SentRequest::isOpenInvite).toList();
        all.forEach(request -> request.on(new AskingMachine.Event.Failed(cause)));
        return invites;
    }

    /** Whether any of these waits for its final response. */
    boolean anyOpen(Predicate<SentRequest> wanted) {
        return all.stream().anyMatch(request -> wanted.test(request) && !request.isSettled());
    }

    int size() {
        return all.size();
    }
}
