// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.DialogStateEvent.State;
import io.srf.TerminateReason;
import io.srf.session.DialogRecord;
import io.srf.sip.SipRequest;
import org.jspecify.annotations.Nullable;

/** What watchers are told of an INVITE of ours while it has made no dialog (RFC 4235 §3.7.1). Touched by tasks of the mailbox alone. */
final class Attempt {
    private final Call call;
    private @Nullable DialogRecord record;
    private @Nullable State told;

    Attempt(Call call) {
        this.call = call;
    }

    /** It was sent; again perhaps, which changes nothing while it goes on. */
    void sent(SipRequest invite) {
        if (told == null) {
            record = LegRecords.trying(invite, call.calls().timers().now());
            tell(State.TRYING, null);
        }
    }

    /** A provisional response came that makes no dialog. */
    void proceeds() {
        if (told == State.TRYING) {
            tell(State.PROCEEDING, null);
        }
    }

    /** A dialog is there, and speaks for itself from now on. */
    void madeDialog() {
        told = State.EARLY;
    }

    /** It goes to another target. */
    void startsAgain() {
        told = told == State.EARLY ? null : told;
    }

    /** It has failed. */
    void failed(TerminateReason reason) {
        if (told == State.TRYING || told == State.PROCEEDING) {
            tell(State.TERMINATED, reason);
        }
    }

    private void tell(State state, @Nullable TerminateReason reason) {
        told = state;
        if (record != null) {
            call.calls().lifecycle().changed(call, state, record, reason);
        }
    }
}
