// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.session.DialogRecord;
import io.srf.session.DialogRecord.Bridge;
import io.srf.session.DialogRecord.Identity;
import io.srf.session.DialogRecord.SessionTimer;
import io.srf.session.DialogRecord.State;
import io.srf.sip.SipResponse;
import java.time.Instant;
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
        record = LegRecords.withSdps(record, record.local().sdp(), remote);
    }

    /** The other side's 2xx came; a description that is null stays as it was. */
    void answered(SipResponse response, @Nullable String local, @Nullable String remote) {
        DialogRecord tagged = LegRecords.identified(record, id, record.ids().localTag(), LegRecords.tag(response.to()));
        DialogRecord described = withSdps(tagged, local, remote);
        DialogRecord reached =
                LegRecords.withContacts(described, described.local().contact(), LegRecords.contact(response));
        DialogRecord known = LegRecords.withRemote(reached, reached.remote().withIdentity(Identities.called(response)));
        record = LegRecords.timed(known, SessionTimers.setByPeer(response, now()));
    }

    /** Our response was sent; a description that is null stays as it was. */
    void answeredBy(SipResponse response, @Nullable String local) {
        DialogRecord tagged = LegRecords.identified(
                record, id, LegRecords.tag(response.to()), record.ids().remoteTag());
        DialogRecord described = withSdps(tagged, local, null);
        DialogRecord reached = LegRecords.withContacts(
                described, LegRecords.contact(response), described.remote().contact());
        record = response.isSuccess() ? LegRecords.timed(reached, SessionTimers.setByUs(response, now())) : reached;
    }

    private Instant now() {
        return call.calls().timers().now();
    }

    /** The session has this timer from now on, or none. */
    void timed(@Nullable SessionTimer timer) {
        if (timer != null || record.sessionTimer() != null) {
            record = LegRecords.timed(record, timer);
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

    private static DialogRecord withSdps(DialogRecord before, @Nullable String local, @Nullable String remote) {
        return LegRecords.withSdps(
                before,
                local == null ? before.local().sdp() : local,
                remote == null ? before.remote().sdp() : remote);
    }

    /** A request with this CSeq was sent. */
    void used(int cseq) {
        if (cseq > record.progress().cseq()) {
            record = LegRecords.withCseq(record, (long) cseq + LegRecords.CSEQ_BLOCK);
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
        record = LegRecords.bridged(record, bridge);
        keep();
    }

    /** The dialog is joined with another one, which has this record. */
    void joined(Bridge bridge, DialogRecord peer) {
        record = LegRecords.sharing(record, peer);
        bridged(bridge);
    }
}
