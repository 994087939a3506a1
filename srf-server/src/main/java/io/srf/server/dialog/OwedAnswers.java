// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.srf.server.admin.Application;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The requests that applications have been given and owe an answer, by transaction. Touched by its shard's loop alone. */
final class OwedAnswers {
    private final Map<String, OwedAnswer> all = new HashMap<>();
    private final Strangers strangers;

    /** @param strangers hears of those that are settled */
    OwedAnswers(Strangers strangers) {
        this.strangers = strangers;
    }

    int size() {
        return all.size();
    }

    void add(OwedAnswer answer) {
        all.put(answer.transaction().id(), answer);
    }

    @Nullable OwedAnswer find(String transactionId) {
        return all.get(transactionId);
    }

    /** The one that is owed to this transaction, which then is owed no more; null if none was. */
    @Nullable OwedAnswer settle(String transactionId) {
        OwedAnswer answer = all.remove(transactionId);
        if (answer != null) {
            strangers.settled(answer);
            acknowledged(answer);
        }
        return answer;
    }

    /** No reliable response of this one waits for its PRACK any more. */
    void acknowledged(OwedAnswer answer) {
        PrackQueue pracks = answer.pracks();
        if (pracks != null) {
            pracks.letGo();
        }
    }

    /** Another application owes this one now, and who did before may have gone, or have lost the dialog: what it held back is looked at again. */
    static void passedOn(OwedAnswer answer) {
        PrackQueue pracks = answer.pracks();
        if (pracks != null) {
            pracks.lookAgain();
        }
    }

    /** All of them, as they are now. */
    List<OwedAnswer> all() {
        return List.copyOf(all.values());
    }

    /** What an application owes. */
    List<OwedAnswer> by(Application application) {
        return all.values().stream()
                .filter(answer -> answer.owner().equals(application))
                .toList();
    }

    /** What is owed inside a dialog, or for the INVITE that made it. */
    List<OwedAnswer> in(Dialog dialog) {
        return all.values().stream()
                .filter(answer -> dialog.equals(answer.dialog()))
                .toList();
    }
}
