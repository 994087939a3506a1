// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.srf.server.transaction.ServerTransaction;
import io.srf.server.transport.Flow;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import org.jspecify.annotations.Nullable;

/**
 * The ACKs that 2xx to INVITEs of peers wait for (RFC 3261 §13.3.1.4). A 2xx is repeated until its ACK comes or 64·T1 have passed, though the dialog may end
 * meanwhile: else its INVITE would never be answered for one who lost it. Applications hear nothing of that.
 */
final class AwaitedAcks {
    private final Dialogs dialogs;
    private final Heirs heirs;
    private final Byes byes;
    private final Replies replies;

    AwaitedAcks(Dialogs dialogs, Heirs heirs, Byes byes, Replies replies) {
        this.dialogs = dialogs;
        this.heirs = heirs;
        this.byes = byes;
        this.replies = replies;
    }

    /** An ACK came: the repetition of its 2xx stops, and the application is told once, unless the dialog is over. */
    void received(SipRequest ack, Flow flow) {
        DialogKey key = DialogKey.ofReceived(ack);
        Dialog dialog = dialogs.find(key);
        if (dialog == null) {
            acknowledged(dialogs.findUnfinished(key), ack);
            return;
        }
        if (!dialog.flow().isOpen()) {
            dialogs.heard(dialog, ack, flow);
        }
        ServerTransaction invite = acknowledged(dialog, ack);
        if (invite != null) {
            replies.received(heirs.ownerOf(dialog), ack, flow, invite.id(), dialog.id());
        }
    }

    private @Nullable ServerTransaction acknowledged(@Nullable Dialog dialog, SipRequest ack) {
        ServerTransaction invite =
                dialog == null ? null : dialog.unacknowledged(ack.cseq().number());
        if (dialog != null && invite != null) {
            invite.acknowledged();
            dialogs.closed(dialog, invite);
        }
        return invite;
    }

    /** A 2xx got no ACK: the call is over, if somebody has not hung up before. */
    void missing(ServerTransaction invite, SipResponse success) {
        DialogKey key = DialogKey.ofSent(success);
        Dialog open = dialogs.find(key);
        Dialog dialog = open == null ? dialogs.findUnfinished(key) : open;
        if (dialog == null || !dialog.invites().contains(invite)) {
            return;
        }
        dialogs.closed(dialog, invite);
        if (!dialog.isReleased()) {
            byes.send(dialog, Byes.ACK_TIMEOUT);
        }
    }
}
