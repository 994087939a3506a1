// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.srf.flight.FlightEvent;
import io.srf.flight.Recorder;
import io.srf.server.admin.Application;
import io.srf.server.transaction.ServerTransaction;
import io.srf.server.transport.Flow;
import io.srf.sip.SipRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The dialogs of one shard, by their SIP identity and by the id that applications use.
 *
 * <p>The id is {@code <Call-ID>;from-tag=<tag of the INVITE's From>}; where a second dialog of one INVITE would have the same (a forked
 * answer), {@code ;to-tag=…} is added. Touched by its shard's loop alone.
 */
final class Dialogs {
    private static final String ENGINE_DIALOG = "engine dialog";
    private static final int REQUEST_TERMINATED = 487;
    private static final String FROM_TAG = ";from-tag=";

    private final Recorder recorder;
    private final Lifelines lifelines;
    private final Map<DialogKey, Dialog> byKey = new HashMap<>();
    private final Map<String, Dialog> byId = new HashMap<>();
    private final Map<String, Dialog> byCallId = new HashMap<>();
    private final EndedDialogs ended = new EndedDialogs();
    private final Map<DialogKey, Dialog> unfinished = new HashMap<>();

    Dialogs(Recorder recorder, Lifelines lifelines) {
        this.recorder = recorder;
        this.lifelines = lifelines;
    }

    /** The id for a dialog that a request with this Call-ID and From tag makes. */
    static String id(String callId, String fromTag) {
        return callId + FROM_TAG + fromTag;
    }

    /** What an application is told a dialog is called that we do not know, by a request of the peer in it. */
    static String idFor(SipRequest received) {
        return id(received.callId(), String.valueOf(received.from().tag()));
    }

    /** The Call-ID in an id that an application gave; the whole text if it is not such an id. */
    static String callIdOf(String dialogId) {
        int at = dialogId.indexOf(FROM_TAG);
        return at < 0 ? dialogId : dialogId.substring(0, at);
    }

    /** An id like this one that no other dialog has. */
    String freeId(String id, String toTag) {
        return byId.containsKey(id) ? id + ";to-tag=" + toTag : id;
    }

    void add(Dialog dialog) {
        record(dialog, "None", dialog.phase());
        byKey.put(dialog.key(), dialog);
        byId.put(dialog.id(), dialog);
        byCallId.put(dialog.state().callId(), dialog);
        lifelines.tie(dialog);
    }

    /** The peer sent a request, by which it can be reached from now on. */
    void heard(Dialog dialog, SipRequest request, Flow flow) {
        dialog.heard(Heard.by(request, flow));
        isThere(dialog);
        lifelines.tie(dialog);
    }

    /** The peer answered by another way than it was reached by before. */
    void reached(Dialog dialog, Flow flow) {
        dialog.heard(Heard.at(flow));
        lifelines.tie(dialog);
    }

    /** The peer has shown that it knows the dialog. */
    void isThere(Dialog dialog) {
        if (dialog.phase() == Dialog.Phase.RESTORED) {
            enter(dialog, Dialog.Phase.CONFIRMED);
        }
    }

    /** An application hangs up. */
    void leaves(Dialog dialog) {
        if (dialog.isUp()) {
            enter(dialog, Dialog.Phase.LEAVING);
        }
    }

    /** A request of the peer was accepted: if no later one has been, the peer is where that one says (RFC 3261 §12.2.2, RFC 6141 §4). */
    void accepted(Dialog known, SipRequest request) {
        Dialog dialog = asOfNow(known);
        if (dialog.isRefreshedBy(request.cseq().number())) {
            moved(dialog, dialog.state().refreshedBy(request));
        }
    }

    /** A message has changed where the peer is. */
    void moved(Dialog dialog, DialogState state) {
        dialog.state(state);
        lifelines.tie(dialog);
    }

    /** A dialog is over; ending it again changes nothing. */
    void end(Dialog dialog) {
        Dialog now = asOfNow(dialog);
        ended.add(dialog);
        refuseOpen(dialog);
        forget(dialog);
        if (now != dialog) {
            end(now);
        }
    }

    /** The dialog as it was made again, if its node let go of it and claimed it back; else itself. */
    private Dialog asOfNow(Dialog dialog) {
        return byKey.getOrDefault(dialog.key(), dialog);
    }

    /** A re-INVITE of the peer that is still open ends with its dialog (RFC 3261 §15.1.2); its application may have forgotten both. */
    private void refuseOpen(Dialog dialog) {
        ServerTransaction open = dialog.isUp() ? dialog.openInvite() : null;
        if (open != null) {
            open.respond(open.request().response(REQUEST_TERMINATED, null).build());
            closed(dialog, open);
        }
    }

    /** Forgets a dialog that is not over: it goes on at another engine, and may come back. */
    void forget(Dialog dialog) {
        enter(dialog, Dialog.Phase.ENDED);
        byKey.remove(dialog.key(), dialog);
        byId.remove(dialog.id(), dialog);
        byCallId.remove(dialog.state().callId(), dialog);
        if (!dialog.invites().isEmpty()) {
            unfinished.put(dialog.key(), dialog);
        }
        lifelines.untie(dialog);
        SessionTimers.ended(dialog);
        dialog.subscriptions().keySet().forEach(dialog::unsubscribed);
    }

    /** An INVITE of a dialog's peer was refused, or its 2xx acknowledged, or it will never be; the dialog may be over. */
    void closed(Dialog dialog, ServerTransaction invite) {
        dialog.closed(invite);
        if (dialog.isEnded() && dialog.invites().isEmpty()) {
            unfinished.remove(dialog.key(), dialog);
        }
    }

    /** A 2xx confirms a dialog. */
    void confirm(Dialog dialog) {
        enter(dialog, Dialog.Phase.CONFIRMED);
    }

    private void enter(Dialog dialog, Dialog.Phase phase) {
        if (dialog.phase() != phase) {
            record(dialog, dialog.phase(), phase);
        }
        dialog.phase(phase);
    }

    private void record(Dialog dialog, Object from, Dialog.Phase to) {
        recorder.record(dialog.state().callId(), new FlightEvent.StateChanged(ENGINE_DIALOG, from, to));
    }

    /** A dialog with this Call-ID, the one made last if there are several; null if there is none. */
    @Nullable Dialog ofCall(String callId) {
        return byCallId.get(callId);
    }

    @Nullable Dialog find(DialogKey key) {
        return byKey.get(key);
    }

    @Nullable Dialog find(String id) {
        return byId.get(id);
    }

    /** A dialog that is over, but not all INVITEs of its peer: the ACK of a 2xx may come yet (RFC 3261 §13.3.1.4). */
    @Nullable Dialog findUnfinished(DialogKey key) {
        return unfinished.get(key);
    }

    /** Whether there was this dialog, and it has ended not too long ago. */
    boolean hasEnded(DialogKey key) {
        return ended.contains(key);
    }

    /** A dialog that has ended here goes on elsewhere; false if there was none. */
    boolean forgetEnded(String id) {
        return ended.remove(id);
    }

    /** Whether another engine may have the dialog: here it has not ended, and no other of its call is here. */
    boolean mayBeElsewhere(DialogKey key) {
        return !byCallId.containsKey(key.callId()) && !hasEnded(key);
    }

    /** All of them, as they are now. */
    List<Dialog> all() {
        return List.copyOf(byId.values());
    }

    List<Dialog> ownedBy(Application application) {
        return byId.values().stream().filter(d -> d.owner().equals(application)).toList();
    }

    /** Forgets all dialogs. */
    void close() {
        List.copyOf(byId.values()).forEach(this::end);
        unfinished.clear();
    }

    int size() {
        return byId.size();
    }
}
