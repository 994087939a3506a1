// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.srf.server.admin.Application;
import io.srf.server.transaction.ClientTransaction;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import org.jspecify.annotations.Nullable;

/**
 * Who hears of the responses to sent requests: the application that asked, or the engine if it did; and nodes that have claimed the dialogs
 * meanwhile.
 */
final class Hearers {
    private final Replies replies;
    private final Dialogs dialogs;
    private final Heirs heirs;
    private final Acks acks;

    Hearers(Replies replies, Dialogs dialogs, Heirs heirs, Acks acks) {
        this.replies = replies;
        this.dialogs = dialogs;
        this.heirs = heirs;
        this.acks = acks;
    }

    /** A response came. */
    void tell(SentRequest request, ClientTransaction transaction, SipResponse response, @Nullable Dialog dialog) {
        OwnRequest own = request.own();
        if (own != null) {
            tellEngine(own, transaction, response, dialog);
            return;
        }
        replies.received(request.owner(), response, transaction.flow(), request.id(), dialogId(transaction, dialog));
        boolean acknowledged = request.inside() != null
                && response.isSuccess()
                && response.method().equals(Methods.INVITE);
        if (dialog != null
                && response.isFinal()
                && !acknowledged
                && !dialog.hold().allows(request.owner())) {
            replies.received(dialog.owner(), response, transaction.flow(), request.id(), dialog.id());
        }
    }

    private void tellEngine(
            OwnRequest own, ClientTransaction transaction, SipResponse response, @Nullable Dialog dialog) {
        if (response.isFinal()) {
            if (dialog != null && response.isSuccess() && transaction.request().is(Methods.INVITE)) {
                acks.send(dialog);
            }
            own.answered(response);
        }
    }

    /** No response came, and the engine has made this one. */
    void tellMadeUp(SentRequest request, ClientTransaction transaction, SipResponse made) {
        OwnRequest own = request.own();
        if (own == null) {
            String id = dialogId(transaction, request.inside());
            replies.madeUp(request.owner(), made, transaction.flow(), request.id(), id);
        } else {
            own.answered(made);
        }
    }

    /** A 2xx that came before and has no ACK is told to an owner that has not heard of it. */
    void tellHeir(SentRequest request, ClientTransaction transaction, SipResponse response) {
        Dialog dialog = dialogs.find(DialogKey.ofReceived(response));
        if (dialog != null && dialog.owesAck() && !heirs.ownerOf(dialog).equals(request.owner())) {
            replies.received(dialog.owner(), response, transaction.flow(), request.id(), dialog.id());
        }
    }

    /** A 2xx to a re-INVITE that a node has left behind was acknowledged: whoever goes on with the dialog does not know what was offered. */
    void tellHeirOfAcknowledged(
            SentRequest request, ClientTransaction transaction, SipResponse response, Dialog dialog) {
        Application heir = heirs.ownerOf(dialog);
        if (!heir.isGone() && !heir.equals(request.owner())) {
            replies.received(heir, response, transaction.flow(), request.id(), dialog.id());
        }
    }

    /** Nodes that have claimed early dialogs hear that these end. */
    void tellClaimants(SentRequest request, ClientTransaction transaction, SipResponse response) {
        for (Dialog dialog : request.early()) {
            if (!dialog.hold().allows(request.owner())) {
                replies.received(dialog.owner(), response, transaction.flow(), request.id(), dialog.id());
            }
        }
    }

    private static @Nullable String dialogId(ClientTransaction transaction, @Nullable Dialog dialog) {
        if (dialog != null) {
            return dialog.id();
        }
        SipRequest request = transaction.request();
        String tag = request.from().tag();
        return tag == null ? null : Dialogs.id(request.callId(), tag);
    }
}
