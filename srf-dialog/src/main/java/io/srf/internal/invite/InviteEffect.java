// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.invite;

/** What is to be done after a step of the INVITE machine. */
public sealed interface InviteEffect {
    /** Report the provisional response. */
    record Progress() implements InviteEffect {}

    /** Count how long it rings. */
    record StartRingTimer() implements InviteEffect {}

    /** Stop counting how long it rings; it may ring again elsewhere. */
    record StopRingTimer() implements InviteEffect {}

    /** Send the INVITE to another target; its early dialogs are over. */
    record SendTo(String target) implements InviteEffect {}

    /** Acknowledge a further 2xx, and hand its dialog over. */
    record TakeFork(InviteEvent.Success success) implements InviteEffect {}

    /** Acknowledge the reliable provisional response, with the answer if it held an offer. */
    record SendPrack() implements InviteEffect {}

    /** Stop counting how long it rings and takes. */
    record StopTimers() implements InviteEffect {}

    /** Acknowledge the 2xx, with the answer if it held an offer; the dialog is there. */
    record Confirm() implements InviteEffect {}

    /** Have the answer made to the offer in the 2xx. */
    record AskAnswer() implements InviteEffect {}

    /** Acknowledge the 2xx with this To tag, and end its dialog at once with BYE. */
    record Undo(String tag) implements InviteEffect {}

    /** Send CANCEL as soon as the INVITE was sent. */
    record SendCancel() implements InviteEffect {}

    /** Tell whoever wanted the call that there is none. */
    record Fail(Throwable cause) implements InviteEffect {}

    /** It is over without a dialog; said once. */
    record Done() implements InviteEffect {}
}
