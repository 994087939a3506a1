// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.srf.time.Timers;

/**
 * Ends calls whose 2xx its application does not acknowledge: ACK, then BYE (RFC 3261 §13.2.2.4). It may have forgotten the call, or know nothing of answers
 * after the first, as drachtio-srf does. A callee hangs up by itself 64·T1 after its 2xx; one that does not would be in a call for ever.
 */
final class MissingAcks {
    /** How long an application has after the 2xx is repeated no more: as long again. */
    static final long GRACE_MILLIS = 32_000;

    private final Timers timers;
    private final Dialogs dialogs;
    private final Acks acks;
    private final Byes byes;

    MissingAcks(Timers timers, Dialogs dialogs, Acks acks, Byes byes) {
        this.timers = timers;
        this.dialogs = dialogs;
        this.acks = acks;
        this.byes = byes;
    }

    /** The 2xx to this request are repeated no more. */
    void await(SentRequest request) {
        request.unacknowledged(key -> {
            Dialog dialog = dialogs.find(key);
            if (dialog != null) {
                int answered = dialog.answeredSeq();
                timers.schedule(GRACE_MILLIS, () -> hangUp(dialog, answered));
            }
        });
    }

    /** Unless that 2xx was acknowledged after all, and it is a later one that waits for its ACK. */
    private void hangUp(Dialog dialog, int answered) {
        if (dialog.owesAck() && dialog.answeredSeq() == answered) {
            acks.send(dialog);
            byes.send(dialog, Byes.ACK_TIMEOUT);
        }
    }
}
