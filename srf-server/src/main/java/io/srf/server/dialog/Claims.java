// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.srf.server.admin.Application;
import io.srf.server.transport.Flow;
import io.srf.wire.AppNode;
import io.srf.wire.ClientMessage;
import java.util.stream.Stream;

/** Gives dialogs to nodes that claim them, and makes those again that another engine had. */
final class Claims {
    private static final String NO_NODE = "a claim is for an application that has said which node it is";

    private final Dialogs dialogs;
    private final Routes routes;
    private final Heirs heirs;
    private final UasCore uas;
    private final Answers answers;
    private final SessionTimers timers;

    Claims(Shard shard, Dialogs dialogs, Heirs heirs, UasCore uas, UacCore uac) {
        this.dialogs = dialogs;
        this.routes = new Routes(shard);
        this.heirs = heirs;
        this.uas = uas;
        this.answers = uac.answers();
        this.timers = uac.timers();
    }

    /**
     * Who claims what.
     *
     * @param link to tell
     * @param node at its other end
     * @param asked the claim itself
     */
    private record Claimant(Application link, AppNode node, ClientMessage.Claim asked) {
        Hold hold() {
            return new Hold(node, asked.fence());
        }
    }

    /** Takes a claim; the application hears whether it is agreed to. */
    void claim(Application from, ClientMessage.Claim asked) {
        Replies.orRefuse(from, asked, () -> {
            AppNode node = from.node();
            if (node == null) {
                throw new RefusedException(NO_NODE);
            }
            if (asked.fence() < Hold.FIRST_FENCE) {
                throw new RefusedException("fence " + asked.fence() + ", expected: ≥ " + Hold.FIRST_FENCE);
            }
            Claimant claimant = new Claimant(from, node, asked);
            Dialog dialog = dialogs.find(asked.dialogId());
            if (dialog != null) {
                refuseIfUncertain(dialog, claimant);
                take(dialog, claimant);
            } else if (asked.standing() != null) {
                restore(DialogState.ofStanding(asked.standing()), claimant);
            } else {
                throw new RefusedException(InDialogRequests.NO_DIALOG);
            }
        });
    }

    /**
     * Refuses a dialog that an application hangs up: its BYE is on its way without anybody's help. Refuses one that was made again for another link, and whose peer has
     * not been heard since, to who does not say how it stands: who makes it again asks the peer whether it is still there.
     */
    private static void refuseIfUncertain(Dialog dialog, Claimant claimant) {
        boolean isUnheard = dialog.phase() == Dialog.Phase.RESTORED
                && claimant.asked.standing() == null
                && !dialog.owner().equals(claimant.link);
        if (isUnheard || dialog.phase() == Dialog.Phase.LEAVING) {
            throw new RefusedException(InDialogRequests.NO_DIALOG);
        }
    }

    private void take(Dialog dialog, Claimant claimant) {
        if (!dialog.hold().yieldsTo(claimant.hold())) {
            throw new RefusedException(dialog.hold().refusal());
        }
        boolean otherNode = !dialog.hold().isOf(claimant.node);
        Application before = dialog.owner();
        boolean wasHolder = dialog.hold().isOf(before.node());
        dialog.hold(claimant.hold());
        heirs.move(dialog, claimant.link);
        claimant.link.ok(claimant.asked, null);
        if (otherNode && wasHolder && !before.isGone()) {
            answers.byes().tellHeldByAnother(before, dialog);
        }
        if (otherNode && dialog.owesReinviteAck()) {
            answers.acks().send(dialog);
        }
        uas.again().claimed(dialog);
    }

    /** Makes a dialog as its claim says it stands, once the way to its peer is known. */
    private void restore(DialogState state, Claimant claimant) {
        check(state, claimant.asked);
        Flow heardOn = uas.strangers().flowOf(DialogKey.of(state));
        if (heardOn != null) {
            restored(state, heardOn, claimant);
            return;
        }
        routes.to(
                state.nextHop(),
                Routes.first(
                        flow -> Replies.orRefuse(claimant.link, claimant.asked, () -> found(state, flow, claimant)),
                        why -> claimant.link.refuse(claimant.asked, why)));
    }

    /** The way was found, perhaps after a while: the dialog may have been made meanwhile, or the claimant be gone. */
    private void found(DialogState state, Flow flow, Claimant claimant) {
        Dialog dialog = dialogs.find(claimant.asked.dialogId());
        if (dialog != null) {
            take(dialog, claimant);
        } else if (!claimant.link.isGone()) {
            check(state, claimant.asked);
            restored(state, flow, claimant);
        }
    }

    private void check(DialogState state, ClientMessage.Claim asked) {
        if (dialogs.hasEnded(DialogKey.of(state))) {
            throw new RefusedException(InDialogRequests.NO_DIALOG);
        }
        String id = asked.dialogId();
        boolean named = Stream.of(state.localTag(), state.remoteTag())
                .map(tag -> Dialogs.id(state.callId(), tag))
                .anyMatch(expected -> id.equals(expected) || id.startsWith(expected + ';'));
        if (!named) {
            throw new RefusedException("dialog id " + id + " is not of the request that says how the dialog stands");
        }
        Dialog same = dialogs.find(DialogKey.of(state));
        if (same != null) {
            throw new RefusedException("the dialog is known here as " + same.id());
        }
    }

    private void restored(DialogState state, Flow flow, Claimant claimant) {
        ClientMessage.Standing standing = claimant.asked.standing();
        Dialog dialog = new Dialog(claimant.asked.dialogId(), state, Dialog.Phase.RESTORED, claimant.link, flow);
        dialog.hold(claimant.hold());
        dialogs.add(dialog);
        answers.inherited().restored(dialog);
        heirs.restored();
        claimant.link.ok(claimant.asked, null);
        if (standing != null) {
            timers.restored(dialog, standing.next());
        }
        uas.restored(dialog);
        uas.again().claimed(dialog);
    }
}
