// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.srf.server.transport.Flow;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import org.jspecify.annotations.Nullable;

/** The ACK that was last sent in a dialog for a 2xx. It may outlive the dialog, as the 2xx may come again. */
final class LastAck {
    /** Null once it is to be read in the ACK. */
    private @Nullable DialogKey dialog;

    private @Nullable Sent sent;

    LastAck(DialogKey dialog) {
        this.dialog = dialog;
    }

    /**
     * What was sent.
     *
     * @param cseq of the INVITE
     * @param message its bytes only
     * @param flow where it went
     */
    record Sent(int cseq, SipRequest message, Flow flow) {
        Sent {
            message = message.packed();
        }
    }

    /** Whether it is for a 2xx of the dialog that this one belongs to. */
    boolean isFor(SipResponse success) {
        DialogKey its = sent == null ? dialog : DialogKey.ofSent(sent.message);
        return DialogKey.ofReceived(success).equals(its);
    }

    /** The dialog in which no ACK was ever sent; null once one was. */
    @Nullable DialogKey missingIn() {
        return dialog;
    }

    void sent(Sent latest) {
        sent = latest;
        dialog = null;
    }

    /** What was sent before went by another way now; nothing changes if it was forgotten meanwhile, or another ACK was sent. */
    void sentAgain(Sent before, Sent now) {
        sent = before.equals(sent) ? now : sent;
    }

    /** What was sent for the INVITE with this CSeq; null if nothing was, or its 2xx is repeated no more. */
    @Nullable Sent sentFor(int cseq) {
        return sent != null && sent.cseq == cseq ? sent : null;
    }

    /** The 2xx to our INVITE with this CSeq is repeated no more. */
    void forget(int cseq) {
        sent = sentFor(cseq) == null ? sent : null;
    }
}
