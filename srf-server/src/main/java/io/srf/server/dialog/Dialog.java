// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.srf.server.admin.Application;
import io.srf.server.transaction.ServerTransaction;
import io.srf.server.transport.Flow;
import io.srf.time.Timer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A dialog of this shard: what SIP says of it ({@link DialogState}), which application owns it, and what is open in it. Touched by its shard's loop
 * alone.
 */
final class Dialog {
    /** How many INVITEs of the peer may wait for their answer or ACK at a time. */
    static final int MAX_INVITES = 4;

    /** How far a dialog has come. */
    enum Phase {
        /** A provisional response with a tag has passed (RFC 3261 §12.1). */
        EARLY,
        /** A claim has made it again, and its peer was not heard since. */
        RESTORED,
        /** A 2xx has passed. */
        CONFIRMED,
        /** An application's BYE is under way. */
        LEAVING,
        /** It is no longer known to anybody. */
        ENDED
    }

    private final String id;
    private final DialogKey key;
    private DialogState state;
    private Phase phase;
    private Application owner;
    private Hold hold;
    private Heard heard;
    /** The connection that it depends on; null if there is none. */
    private Lifelines.@Nullable Lifeline lifeline;

    /** The peer's INVITEs that have no final answer yet, or whose 2xx has no ACK yet; the latest is the last. */
    private List<ServerTransaction> invites = List.of();
    /** Those to the latest of them that had any, or null. */
    private @Nullable ReliableResponses reliableResponses;
    /** Our INVITE that has no final answer yet. */
    private @Nullable SentRequest ourInvite;
    /** The CSeq of our INVITE whose 2xx the application owes an ACK, or got one; -1 before the first. */
    private int answeredSeq = -1;
    /** Whether that INVITE was a re-INVITE. */
    private boolean reinvited;

    /** The CSeq of the peer's request that has said last where the peer is; -1 before the first. */
    private int refreshSeq = -1;

    /** The CSeq of our INVITE whose 2xx was acknowledged last; -1 before the first. */
    private int acknowledgedSeq = -1;

    /** The CSeq up to which our requests may be another engine's; -1 if none is. */
    private int inheritedSeq = -1;

    private final LastAck ack;
    /** Null until somebody has spoken of session timers. */
    private @Nullable SessionTimer sessionTimer;
    /** The subscriptions of a dialog that a SUBSCRIBE has made, by event, and when each is over. */
    private Map<String, Timer> subscriptions = Map.of();
    /** Whether somebody has hung up, or we have. */
    private boolean released;

    Dialog(String id, DialogState state, Phase phase, Application owner, Flow flow) {
        this.id = id;
        this.key = DialogKey.of(state);
        this.ack = new LastAck(key);
        this.state = state;
        this.phase = phase;
        this.owner = owner;
        this.hold = Hold.first(owner);
        this.heard = Heard.at(flow);
    }

    String id() {
        return id;
    }

    DialogKey key() {
        return key;
    }

    DialogState state() {
        return state;
    }

    void state(DialogState next) {
        state = next;
    }

    Phase phase() {
        return phase;
    }

    void phase(Phase next) {
        phase = next;
    }

    /** Whether a 2xx has passed, and it is not over. */
    boolean isUp() {
        return phase != Phase.EARLY && !isEnded();
    }

    boolean isEnded() {
        return phase == Phase.ENDED;
    }

    /** Somebody hangs up; true for the first who does. */
    boolean release() {
        boolean first = !released;
        released = true;
        return first;
    }

    /** Whether somebody has hung up, or we have. */
    boolean isReleased() {
        return released;
    }

    Application owner() {
        return owner;
    }

    void owner(Application next) {
        owner = next;
    }

    /** Which node holds it, which may be another than the owner: who is told of what happens has not necessarily claimed it. */
    Hold hold() {
        return hold;
    }

    void hold(Hold next) {
        hold = next;
    }

    /** The peer's request with this CSeq says where the peer is; false if a later one has said so. */
    boolean isRefreshedBy(int cseq) {
        boolean latest = cseq >= refreshSeq;
        refreshSeq = latest ? cseq : refreshSeq;
        return latest;
    }

    /** Whether a request of the peer has said where it is. */
    boolean isRefreshed() {
        return refreshSeq >= 0;
    }

    /** Where the peer was last heard. */
    Flow flow() {
        return heard.flow();
    }

    /** The same, and who else is there. */
    Heard heard() {
        return heard;
    }

    /** The peer was heard. */
    void heard(Heard now) {
        heard = now;
    }

    Lifelines.@Nullable Lifeline lifeline() {
        return lifeline;
    }

    void lifeline(Lifelines.@Nullable Lifeline dependedOn) {
        lifeline = dependedOn;
    }

    /** The peer's INVITEs that have no final answer yet, or whose 2xx has no ACK yet. */
    List<ServerTransaction> invites() {
        return invites;
    }

    /** The peer sent an INVITE. */
    void opened(ServerTransaction invite) {
        List<ServerTransaction> more = new ArrayList<>(invites);
        more.add(invite);
        invites = List.copyOf(more);
    }

    /** An INVITE of the peer was refused, or its 2xx acknowledged. */
    void closed(ServerTransaction invite) {
        List<ServerTransaction> fewer = new ArrayList<>(invites);
        fewer.remove(invite);
        invites = List.copyOf(fewer);
    }

    /** The peer's INVITE that still waits for its final answer, or null. */
    @Nullable ServerTransaction openInvite() {
        ServerTransaction latest = invites.isEmpty() ? null : invites.getLast();
        return latest == null || latest.isAnswered() ? null : latest;
    }

    /** The peer's INVITE with this CSeq, whose 2xx waits for its ACK; or null. */
    @Nullable ServerTransaction unacknowledged(int cseq) {
        for (ServerTransaction invite : invites) {
            if (invite.isAnswered() && invite.cseq() == cseq) {
                return invite;
            }
        }
        return null;
    }

    /** Whether the peer may send another INVITE: none is open, and not too many wait for their ACK. */
    boolean mayReinvite() {
        return openInvite() == null && invites.size() < MAX_INVITES;
    }

    /** The reliable provisional responses to the peer's latest INVITE that had any, or null. */
    @Nullable ReliableResponses reliableResponses() {
        return reliableResponses;
    }

    void reliableResponses(ReliableResponses sent) {
        reliableResponses = sent;
    }

    @Nullable SentRequest ourInvite() {
        return ourInvite;
    }

    void ourInvite(@Nullable SentRequest open) {
        ourInvite = open;
    }

    int answeredSeq() {
        return answeredSeq;
    }

    void answeredSeq(int cseq) {
        answeredSeq = cseq;
    }

    /** A 2xx to our re-INVITE with this CSeq came. */
    void reinviteAnswered(int cseq) {
        answeredSeq = cseq;
        reinvited = true;
    }

    /** What was sent in it until now was sent by another engine. */
    void inherit() {
        inheritedSeq = state.localSeq();
    }

    /** Whether our INVITE with this CSeq was another engine's, and no later one is known to be answered. */
    boolean inherits(int cseq) {
        return cseq <= inheritedSeq && cseq >= answeredSeq;
    }

    /** Whether a 2xx to our INVITE waits for its ACK. */
    boolean owesAck() {
        return !isEnded() && answeredSeq != acknowledgedSeq;
    }

    /** Whether a 2xx to our re-INVITE waits for its ACK. */
    boolean owesReinviteAck() {
        return reinvited && owesAck();
    }

    /** The ACK of the latest 2xx to an INVITE of ours. */
    LastAck ack() {
        return ack;
    }

    /** A 2xx to our INVITE was acknowledged. */
    void acknowledged(LastAck.Sent sent) {
        acknowledgedSeq = sent.cseq();
        ack.sent(sent);
    }

    /** Null until somebody has spoken of session timers. */
    @Nullable SessionTimer sessionTimer() {
        return sessionTimer;
    }

    void sessionTimer(SessionTimer timer) {
        sessionTimer = timer;
    }

    /** Whether a request of ours has made it, so that the Call-ID is ours (RFC 3261 §14.1). */
    boolean isOfOurRequest() {
        String ours = Dialogs.id(state.callId(), state.localTag());
        return id.equals(ours) || id.startsWith(ours + ';');
    }

    Map<String, Timer> subscriptions() {
        return subscriptions;
    }

    boolean hasSubscriptions() {
        return !subscriptions.isEmpty();
    }

    void subscribed(String event, Timer until) {
        unsubscribed(event);
        Map<String, Timer> more = new HashMap<>(subscriptions);
        more.put(event, until);
        subscriptions = Map.copyOf(more);
    }

    void unsubscribed(String event) {
        Map<String, Timer> fewer = new HashMap<>(subscriptions);
        Timer until = fewer.remove(event);
        if (until != null) {
            until.cancel();
            subscriptions = Map.copyOf(fewer);
        }
    }

    /** Uses up and returns the next CSeq of this side. */
    int nextSeq() {
        int next = state.localSeq() + 1;
        state = state.withLocalSeq(next);
        return next;
    }
}
