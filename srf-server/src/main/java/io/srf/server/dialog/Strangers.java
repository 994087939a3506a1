// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.srf.server.admin.Application;
import io.srf.server.transaction.ServerTransaction;
import io.srf.server.transport.Flow;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Requests inside dialogs that this engine does not know. Another engine may have had them: a node of an application is shown each, and answers 481, or
 * finds the call in its session store, claims the dialog and answers as its owner.
 */
final class Strangers {
    /** How many may wait for an application to say whether it knows them; more are refused with 503, a BYE with 481. */
    static final int MAX_WAITING = 1_000;

    /** What makes no sense without the state of the request that it is about. */
    private static final Set<String> NEVER = Set.of(Methods.PRACK, Methods.CANCEL);

    private final Heirs heirs;
    private final Replies replies;
    private final Map<DialogKey, List<OwedAnswer>> waiting = new HashMap<>();
    private int size;

    Strangers(Shard shard, Heirs heirs) {
        this.heirs = heirs;
        this.replies = new Replies(shard);
    }

    /** Whether a node could do anything with a request. */
    static boolean mayBeShown(SipRequest request) {
        return !NEVER.contains(request.method());
    }

    /** Whether so many wait that no more are shown. */
    boolean areTooMany() {
        return size >= MAX_WAITING;
    }

    /** Shows a request to a node; null if there is none. */
    @Nullable OwedAnswer show(ServerTransaction transaction) {
        SipRequest request = transaction.request();
        Application node = heirs.ofAny();
        if (node == null) {
            return null;
        }
        OwedAnswer answer = new OwedAnswer(transaction, node, null);
        waiting.merge(keyOf(answer), List.of(answer), Strangers::both);
        size++;
        replies.received(node, request, transaction.flow(), transaction.id(), Dialogs.idFor(request));
        return answer;
    }

    private static List<OwedAnswer> both(List<OwedAnswer> some, List<OwedAnswer> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    /** An answer is owed no more; nothing happens if it was not for one of these requests. */
    void settled(OwedAnswer answer) {
        if (answer.dialog() == null && answer.isInDialog()) {
            DialogKey key = keyOf(answer);
            List<OwedAnswer> left =
                    of(key).stream().filter(other -> !other.equals(answer)).toList();
            size -= of(key).size() - left.size();
            if (left.isEmpty()) {
                waiting.remove(key);
            } else {
                waiting.put(key, left);
            }
        }
    }

    /** Where a request that belongs to this dialog came from; null if there is none. */
    @Nullable Flow flowOf(DialogKey dialog) {
        List<OwedAnswer> requests = of(dialog);
        return requests.isEmpty() ? null : requests.getFirst().transaction().flow();
    }

    /** The requests that belong to this dialog; they wait no more. */
    List<OwedAnswer> take(DialogKey dialog) {
        List<OwedAnswer> requests = of(dialog);
        waiting.remove(dialog);
        size -= requests.size();
        return requests;
    }

    private List<OwedAnswer> of(DialogKey dialog) {
        return waiting.getOrDefault(dialog, List.of());
    }

    private static DialogKey keyOf(OwedAnswer answer) {
        return DialogKey.ofReceived(answer.transaction().request());
    }
}
