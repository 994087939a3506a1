// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.app.Agent;
import io.srf.app.OutgoingRequest;
import io.srf.app.ReceivedResponse;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import java.util.Iterator;
import java.util.List;

/**
 * A dialog of a call that was taken over, of which nothing but its name is known: it is claimed from the engines, one after the other, and hung up by the one
 * that has it. The application does not hear of it. Touched by tasks of the call's mailbox alone.
 */
final class Unread {
    private final Call call;
    private final String dialogId;
    private final Iterator<Agent> engines;

    Unread(Call call, String dialogId, List<Agent> links) {
        this.call = call;
        this.dialogId = dialogId;
        this.engines = links.iterator();
    }

    /** Holds the call, and with it the record, until the dialog is over or no engine has it. */
    void hangUp() {
        call.hold();
        call.flight().joins(LegRecords.callIdOf(dialogId));
        next();
    }

    private void next() {
        if (!engines.hasNext()) {
            call.release();
            return;
        }
        Agent engine = engines.next();
        if (engine.isSrf()) {
            int fence = Math.toIntExact(call.kept().fence());
            engine.claim(dialogId, fence, null)
                    .whenComplete((done, failure) -> call.execute(() -> claimed(engine, failure == null)));
        } else {
            claimed(engine, true);
        }
    }

    private void claimed(Agent engine, boolean isOurs) {
        call.flight().decided(isOurs ? "hang up" : "claim refused", dialogId);
        if (isOurs) {
            bye(engine);
        } else {
            next();
        }
    }

    private void bye(Agent engine) {
        OutgoingRequest bye = OutgoingRequest.inDialog(dialogId, Methods.BYE, Recovering.ABANDONED);
        Sending.request(engine, bye, new Quiet<SipRequest>() {
            @Override
            public void answered(ReceivedResponse response) {
                call.execute(call::release);
            }

            @Override
            public void failed(Throwable cause) {
                super.failed(cause);
                call.execute(Unread.this::next);
            }
        });
    }
}
