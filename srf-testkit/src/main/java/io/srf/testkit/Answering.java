// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.sip.HeaderName;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.testkit.internal.ua.Dialog;
import io.srf.testkit.internal.ua.InviteServer;
import io.srf.testkit.internal.ua.SipTimers;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The called phone's part of setting up a call (RFC 3261 §13.3). */
final class Answering implements IncomingInvite.User {
    private final Call call;
    private final InviteServer transaction;
    private final IncomingInvite invite;
    private final Dialog dialog;
    private @Nullable String description;
    private @Nullable SipResponse accepted;
    private @Nullable ReliableProgress reliable;

    Answering(Call call, InviteServer transaction, Dialog dialog) {
        String tag = dialog.id().localTag();
        this.call = call;
        this.transaction = transaction;
        this.invite = new IncomingInvite(call.agent, transaction, tag, this);
        this.dialog = dialog;
        transaction.belongsTo(tag, this::cancelled);
    }

    IncomingInvite invite() {
        return invite;
    }

    /** Will not even send a 100, and forgets the INVITE when the caller must have given up. */
    void staysSilent() {
        transaction.staysSilent();
        call.after(Duration.ofMillis(SipTimers.GIVE_UP), () -> {
            transaction.abandon();
            call.isOver(408);
        });
    }

    /** The session description of the 2xx, and before it of a 183: the same in both. */
    String description() {
        String known = description;
        if (known == null) {
            known = call.media.next();
            description = known;
        }
        return known;
    }

    void progresses(int status, Consumer<SipResponse.Builder> edit) {
        SipResponse.Builder response = invite.response(status);
        edit.accept(response);
        if (status > 100) {
            call.isEarly(call.dialogs.add(dialog));
        }
        invite.respond(response.build());
    }

    /** The session description goes with the first; the 2xx has none then. */
    void progressesReliably(int status) {
        SipResponse.Builder response = invite.response(status);
        ReliableProgress known = reliable;
        if (known == null) {
            known = new ReliableProgress(call.agent, transaction, () -> rejects(504, refusal -> {}));
            reliable = known;
            response.body(description(), Sdp.TYPE);
        }
        call.isEarly(call.dialogs.add(dialog));
        known.send(response);
    }

    /** Whether the caller does not have its answer yet: neither by a final response nor by one that a PRACK has acknowledged (RFC 3311 §5.2). */
    boolean owesAnswer() {
        return !invite.isOver() && (reliable == null || !reliable.isAcknowledged());
    }

    /** Takes a PRACK, with the answer if the offer was ours; false if it is for nothing that was sent. */
    boolean acknowledges(SipRequest prack) {
        if (reliable == null || !reliable.takes(prack)) {
            return false;
        }
        if (Sdp.in(prack) != null) {
            call.media.take(prack);
        }
        return true;
    }

    private void stopProgress() {
        if (reliable != null) {
            reliable.stop();
        }
    }

    void answers(Consumer<SipResponse.Builder> edit) {
        stopProgress();
        SipResponse.Builder response = invite.response(200);
        if (reliable == null) {
            response.body(description(), Sdp.TYPE);
        }
        call.sessionTimer.accept(transaction.request(), response);
        edit.accept(response);
        call.isAnswered(call.dialogs.add(dialog));
        SipResponse message = response.build();
        accepted = message;
        invite.accept(message);
    }

    /** Sends another 2xx, as if a proxy had forked the INVITE to another phone which answered too. */
    void answersAgain(String otherTag) {
        SipResponse first = accepted;
        if (first == null) {
            throw new IllegalStateException(call + " is not answered, so it cannot be answered again");
        }
        call.dialogs.add(Dialog.ofCallee(transaction.request(), otherTag));
        SipResponse.Builder response = first.toBuilder();
        transaction.respond(
                response.set(HeaderName.TO, first.to().withTag(otherTag)).build());
    }

    void rejects(int status, Consumer<SipResponse.Builder> edit) {
        stopProgress();
        SipResponse.Builder response = invite.response(status);
        edit.accept(response);
        invite.respond(response.build());
        call.isOver(status);
    }

    private void cancelled() {
        rejects(487, response -> {});
    }

    /** Answers the INVITE if a BYE came instead of a CANCEL (RFC 3261 §15.1.2), and sends its 2xx no more. */
    void isOver() {
        stopProgress();
        if (!invite.isOver()) {
            invite.respond(invite.response(487).build());
        }
        invite.stop();
    }

    @Override
    public void acknowledged(SipRequest ack) {
        if (reliable == null) {
            call.media.take(ack);
        }
        call.isConfirmed(dialog);
    }

    @Override
    public void notAcknowledged() {
        call.hangsUp();
        call.isConfirmed(dialog);
    }
}
