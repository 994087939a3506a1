// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.session.DialogRecord;
import io.srf.session.DialogRecord.Bridge;
import io.srf.session.DialogRecord.Identity;
import io.srf.session.DialogRecord.Path;
import io.srf.session.DialogRecord.SessionTimer;
import io.srf.session.DialogRecord.State;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.wire.ClientMessage.Standing;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a leg, and kept of it at the points where that must be.
 *
 * <p>Written by tasks of the call's mailbox, and read by everybody; the name alone is given by the engine's thread.
 */
final class LegFacts {
    private final Call call;
    private volatile String id;
    private volatile DialogRecord record;
    private @Nullable String said;
    private int refreshSeq = -1;

    LegFacts(Call call, DialogRecord record) {
        this.call = call;
        this.id = record.ids().dialogId();
        this.record = record;
    }

    /** The engine's name for the dialog. */
    String id() {
        return id;
    }

    DialogRecord record() {
        return record;
    }

    /** The engine has this name for the dialog. */
    void named(String dialogId) {
        id = dialogId;
    }

    /** Has the record kept as it is now. */
    void keep() {
        call.kept().put(record);
    }

    /** The other side's provisional response brought a session description. */
    void earlySdp(String remote) {
        record = LegRecords.withSdps(record, record.local().sdp(), news(remote));
    }

    /** What a response to our INVITE describes; what the other side has said before in one, and may have changed by UPDATE since, is none (RFC 6337 §3.1). */
    private @Nullable String news(@Nullable String remote) {
        if (remote == null || Sdps.isSame(remote, said)) {
            return record.remote().sdp();
        }
        said = remote;
        return remote;
    }

    /** What the responses to our INVITE have described last, until the dialog is joined with another; null if they have described nothing. */
    @Nullable String said() {
        return said;
    }

    /** The other side's 2xx came; a description that is null stays as it was. */
    void answered(SipResponse response, @Nullable String local, @Nullable String remote) {
        DialogRecord tagged = LegRecords.identified(record, id, record.ids().localTag(), LegRecords.tag(response.to()));
        DialogRecord described = withSdps(tagged, local, news(remote));
        DialogRecord reached =
                LegRecords.withContacts(described, described.local().contact(), LegRecords.contact(response));
        DialogRecord known = LegRecords.routedBy(
                LegRecords.withRemote(reached, reached.remote().withIdentity(Identities.called(response))), response);
        record = known.withSessionTimer(SessionTimers.setByPeer(response, now()));
    }

    /** Our response was sent; a description that is null stays as it was. */
    void answeredBy(SipResponse response, @Nullable String local) {
        DialogRecord tagged = LegRecords.identified(
                record, id, LegRecords.tag(response.to()), record.ids().remoteTag());
        DialogRecord described = withSdps(tagged, local, null);
        DialogRecord reached = LegRecords.withContacts(
                described, LegRecords.contact(response), described.remote().contact());
        record = response.isSuccess() ? reached.withSessionTimer(SessionTimers.setByUs(response, now())) : reached;
    }

    private Instant now() {
        return call.calls().timers().now();
    }

    /** The session has this timer from now on, or none. */
    void timed(@Nullable SessionTimer timer) {
        if (timer != null || record.sessionTimer() != null) {
            record = record.withSessionTimer(timer);
            keep();
        }
    }

    /** An offer was accepted: this is what both sides have agreed on. What is null stays as it was. */
    void agreed(@Nullable String local, @Nullable String remote, @Nullable String contact) {
        DialogRecord described = withSdps(record, local, remote);
        record = contact == null
                ? described
                : LegRecords.withContacts(described, described.local().contact(), contact);
        keep();
    }

    /** The other side is this one from now on. */
    void identified(Identity remote) {
        record = LegRecords.withRemote(record, record.remote().withIdentity(remote));
        keep();
    }

    /** A description that is null, or the same as before, stays the one that it was. */
    private static DialogRecord withSdps(DialogRecord before, @Nullable String local, @Nullable String remote) {
        String ours = before.local().sdp();
        String theirs = before.remote().sdp();
        return LegRecords.withSdps(
                before,
                local == null || local.equals(ours) ? ours : local,
                remote == null || remote.equals(theirs) ? theirs : remote);
    }

    /** A request with this CSeq was sent. Called by the link's thread, which leaves nothing in the mailbox as a rule: the kept CSeq is ahead. */
    void used(int cseq) {
        if (isAboveKept(cseq)) {
            call.execute(() -> keepAhead(cseq));
        }
    }

    private boolean isAboveKept(int cseq) {
        return cseq > record.progress().cseq();
    }

    private void keepAhead(int cseq) {
        if (isAboveKept(cseq)) {
            record = LegRecords.withCseq(record, (long) cseq + LegRecords.CSEQ_BLOCK);
            keep();
        }
    }

    /** The other side sent a request. Its CSeq is kept with the next write. */
    void heard(SipRequest request) {
        Path path = LegRecords.path(record);
        record = record.withPath(
                path.withRemoteSeq(Math.max(path.remoteSeq(), request.cseq().number())));
    }

    /** A request of the other side was accepted, by which it is there, unless a later one has said otherwise (RFC 3261 §12.2.2). */
    void moved(String contact, int cseq) {
        boolean latest = cseq >= refreshSeq;
        refreshSeq = latest ? cseq : refreshSeq;
        if (latest) {
            moved(contact);
        }
    }

    private void moved(@Nullable String contact) {
        if (contact != null && !contact.equals(record.remote().contact())) {
            record = LegRecords.withContacts(record, record.local().contact(), contact);
            keep();
        }
    }

    /** The other side has accepted a request of ours, and may have moved by that (RFC 3261 §12.2.1.2). */
    void accepted(SipResponse response) {
        if (response.method().equals(Methods.UPDATE) || response.method().equals(Methods.SUBSCRIBE)) {
            moved(LegRecords.contact(response));
        }
    }

    /** We have put the other side on hold, and this is our session description without the hold; or null: it is on hold no more. */
    void holding(@Nullable String heldSdp) {
        Path path = LegRecords.path(record);
        if (!Objects.equals(path.heldSdp(), heldSdp)) {
            record = record.withPath(path.withHeldSdp(heldSdp));
            keep();
        }
    }

    /** How the dialog stands, for an engine that does not know it, which goes on far above what was kept. */
    Standing standing() {
        long above = record.progress().cseq() + LegRecords.CSEQ_JUMP + LegRecords.refreshesUntil(now(), record);
        record = LegRecords.withCseq(record, above + LegRecords.CSEQ_BLOCK);
        keep();
        return Standings.of(record, above);
    }

    /** The dialog is at this engine; null for the one that our Contact leads to. */
    void isAt(@Nullable String engine) {
        Path path = LegRecords.path(record);
        if (!Objects.equals(path.engine(), engine)) {
            record = record.withPath(path.withEngine(engine));
            keep();
        }
    }

    /** The dialog has come this far. */
    void reached(State state) {
        record = LegRecords.in(record, state, now());
        keep();
    }

    /** The dialog is joined with another one, or with none any more. */
    void bridged(@Nullable Bridge bridge) {
        record = record.withBridge(bridge);
        keep();
    }

    /** The dialog is joined with another one, which has this record. */
    void joined(Bridge bridge, DialogRecord peer) {
        said = null;
        record = LegRecords.sharing(record, peer);
        bridged(bridge);
    }
}
