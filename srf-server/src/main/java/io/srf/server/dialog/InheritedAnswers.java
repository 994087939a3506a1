// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.srf.log.CallLogger;
import io.srf.server.admin.Application;
import io.srf.server.transport.Flow;
import io.srf.sip.Methods;
import io.srf.sip.SipParseException;
import io.srf.sip.SipResponse;
import io.srf.wire.WireCodec;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The 2xx whose transactions are unknown (RFC 3261 §13.2.2.4). One that was acknowledged gets its ACK again. One to an INVITE of another engine, which is gone, is for the owner of its dialog to
 * acknowledge, who thereby hears that the peer may have agreed to what nobody here knows of.
 *
 * <p>If its dialog is not known here either, a node is shown it, which may find the call in its session store and claim the dialog. Until then it is remembered, so that it can be acknowledged.
 */
final class InheritedAnswers {
    /** How many are remembered that wait for a claim. */
    static final int MAX_WAITING = 1_000;

    /** How long each waits, and is shown to nobody else; the peer repeats it for 64·T1. */
    static final long WAIT_MILLIS = 2_000;

    private static final Logger LOG = LoggerFactory.getLogger(InheritedAnswers.class);

    private final Shard shard;
    private final Dialogs dialogs;
    private final Heirs heirs;
    private final Acks acks;
    private final Replies replies;
    private final Map<DialogKey, Integer> waiting = new HashMap<>();

    InheritedAnswers(Shard shard, Dialogs dialogs, Heirs heirs, Acks acks) {
        this.shard = shard;
        this.dialogs = dialogs;
        this.heirs = heirs;
        this.acks = acks;
        this.replies = new Replies(shard);
    }

    /** A response came whose transaction is unknown. */
    void take(SipResponse response, Flow flow) {
        if (!response.isSuccess() || !response.method().equals(Methods.INVITE)) {
            return;
        }
        try {
            DialogKey key = DialogKey.ofReceived(response);
            Dialog dialog = dialogs.find(key);
            if (dialog == null) {
                show(key, response, flow);
            } else if (!acks.repeat(dialog, response)
                    && dialog.inherits(response.cseq().number())) {
                answered(dialog, response, flow);
            }
        } catch (SipParseException e) {
            CallLogger.debug(LOG, response.callId(), "a stray response is of no dialog: {}", e.getMessage());
        }
    }

    private void show(DialogKey key, SipResponse response, Flow flow) {
        String id = Dialogs.id(key.callId(), key.localTag());
        Application node = isTooMuch(key, id) ? null : heirs.ofAny();
        if (node != null) {
            int cseq = response.cseq().number();
            waiting.put(key, cseq);
            shard.loop().timers().schedule(WAIT_MILLIS, () -> waiting.remove(key, cseq));
            replies.received(node, response, flow, shard.ids().next(), id);
        }
    }

    private boolean isTooMuch(DialogKey key, String id) {
        return waiting.size() >= MAX_WAITING
                || waiting.containsKey(key)
                || !dialogs.mayBeElsewhere(key)
                || !WireCodec.isToken(id);
    }

    /** A dialog was made again, whose INVITEs up to now another engine has sent. */
    void restored(Dialog dialog) {
        Integer cseq = waiting.remove(dialog.key());
        dialog.inherit();
        if (cseq != null && dialog.inherits(cseq)) {
            dialog.reinviteAnswered(cseq);
        }
    }

    private void answered(Dialog dialog, SipResponse response, Flow flow) {
        int cseq = response.cseq().number();
        SipResponse usable = ResponseRules.check(
                        dialog.state().request(Methods.INVITE, cseq).build(), response)
                .response();
        dialogs.isThere(dialog);
        if (!dialog.isRefreshed()) {
            dialogs.moved(dialog, dialog.state().refreshedBy(usable));
        }
        dialog.reinviteAnswered(cseq);
        Application owner = heirs.ownerOf(dialog);
        if (owner.isGone() || dialog.isReleased()) {
            acks.send(dialog);
        } else {
            replies.received(owner, usable, flow, shard.ids().next(), dialog.id());
        }
    }
}
