// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.srf.server.dialog.ResponseRules.Finding;
import io.srf.server.transaction.ClientTransaction;
import io.srf.sip.Methods;
import io.srf.sip.SipResponse;

/**
 * Ends calls and subscriptions whose 2xx makes a dialog in which nothing could be sent. Who answered a call gets ACK and BYE by the way that the INVITE took;
 * who called hears {@value #BAD_GATEWAY} instead, as from a gateway that got an invalid response (RFC 3261 §21.5.3). The notifier of a subscription hears 481
 * to its NOTIFY.
 */
final class UnusableAnswers {
    static final int BAD_GATEWAY = 502;

    private final Dialogs dialogs;
    private final LateAnswers late;
    private final Acks acks;
    private final Failing failing;

    /** Tells who sent a request that it has failed, with a response that the engine makes. */
    interface Failing {
        void fail(SentRequest request, ClientTransaction transaction, int status);
    }

    UnusableAnswers(Dialogs dialogs, LateAnswers late, Acks acks, Failing failing) {
        this.dialogs = dialogs;
        this.late = late;
        this.acks = acks;
        this.failing = failing;
    }

    /**
     * Whether nobody else hears of a response.
     *
     * @param response as it came
     * @param finding what there is of it
     */
    boolean took(SentRequest request, ClientTransaction transaction, SipResponse response, Finding finding) {
        boolean makesDialog = response.isSuccess() && request.inside() == null;
        if (!makesDialog || !(finding.leadsNowhere() || request.isRefused())) {
            return false;
        }
        return switch (transaction.request().method()) {
            case Methods.INVITE -> {
                tookCall(request, transaction, response, finding.response());
                yield true;
            }
            case Methods.SUBSCRIBE -> tookSubscription(request, transaction);
            default -> false;
        };
    }

    private void tookCall(
            SentRequest request, ClientTransaction transaction, SipResponse response, SipResponse usable) {
        if (acks.repeatFor(request, usable)) {
            return;
        }
        endEarly(request, usable);
        if (!request.isAnswered()) {
            refuse(request, transaction);
        }
        request.hangingUp(() -> late.to(transaction)).accept(response);
    }

    /** Another fork may have been answered well; of this one nothing is left. */
    private void endEarly(SentRequest request, SipResponse usable) {
        Dialog dialog = dialogs.find(DialogKey.ofReceived(usable));
        if (dialog != null && request.remove(dialog)) {
            dialogs.end(dialog);
        }
    }

    /** A NOTIFY may have made the dialog before, and said where the notifier is. */
    private boolean tookSubscription(SentRequest request, ClientTransaction transaction) {
        if (request.notified() != null) {
            return false;
        }
        refuse(request, transaction);
        return true;
    }

    private void refuse(SentRequest request, ClientTransaction transaction) {
        if (!request.isRefused()) {
            request.refused();
            failing.fail(request, transaction, BAD_GATEWAY);
        }
    }
}
