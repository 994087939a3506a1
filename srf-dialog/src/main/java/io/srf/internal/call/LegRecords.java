// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.session.DialogRecord;
import io.srf.session.DialogRecord.Ids;
import io.srf.session.DialogRecord.Party;
import io.srf.session.DialogRecord.Path;
import io.srf.session.DialogRecord.Progress;
import io.srf.session.DialogRecord.Role;
import io.srf.session.DialogRecord.State;
import io.srf.session.DialogRecord.Times;
import io.srf.sip.NameAddr;
import io.srf.sip.SipMessage;
import io.srf.sip.SipParseException;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes and changes the records of dialogs. */
final class LegRecords {
    /** How far the kept CSeq is ahead of the last one used: so seldom is it written. */
    static final int CSEQ_BLOCK = 100;

    /** The other side has sent no request. */
    private static final int NO_REMOTE_SEQ = -1;

    /** How far above the kept CSeq an engine begins that is told of a dialog, beside refreshes: more than a node can have used whose last writes the store has lost. */
    static final int CSEQ_JUMP = 1_000;

    /** An engine refreshes a session no more often, even if it is refused: a tenth of the shortest interval (RFC 4028 §5). */
    private static final Duration BETWEEN_REFRESHES = Duration.ofSeconds(9);

    private static final String FROM_TAG = ";from-tag=";
    private static final String TO_TAG = ";to-tag=";

    private LegRecords() {}

    /** How often the engine may have refreshed a session since it began, of which it tells nobody. */
    static long refreshesUntil(Instant now, DialogRecord record) {
        Duration age = Duration.between(record.progress().times().created(), now);
        return Math.max(0, age.dividedBy(BETWEEN_REFRESHES));
    }

    /** The engine's name for the dialog that this request makes. */
    static String dialogId(SipMessage request) {
        String tag = request.from().tag();
        return request.callId() + FROM_TAG + (tag == null ? "" : tag);
    }

    /** The Call-ID in the engine's name for a dialog. */
    static String callIdOf(String dialogId) {
        int end = dialogId.indexOf(FROM_TAG);
        return end < 0 ? dialogId : dialogId.substring(0, end);
    }

    /** The names that a dialog with these ids may have: made by either side, and as a further one of a forked INVITE. */
    static List<String> dialogIds(String callId, String localTag, String remoteTag) {
        String asUac = callId + FROM_TAG + localTag;
        return List.of(asUac, callId + FROM_TAG + remoteTag, asUac + TO_TAG + remoteTag);
    }

    /** A dialog that a received request is about to make. */
    static DialogRecord received(SipRequest request, Instant now) {
        Ids ids = new Ids(dialogId(request), request.callId(), "", tag(request.from()));
        Progress progress =
                new Progress(Role.UAS, request.method(), State.EARLY, CSEQ_BLOCK, new Times(now, null, null, null));
        Party local = new Party(request.to().uri().toString(), null, null, Identities.to(request));
        Party remote = new Party(
                request.from().uri().toString(), contact(request), Sdps.in(request), Identities.caller(request));
        Path path = new Path(routes(request), request.cseq().number(), null);
        return new DialogRecord(ids, progress, local, remote, null).withPath(path);
    }

    /** What will be a dialog, if somebody answers this request of ours. */
    static DialogRecord trying(SipRequest invite, Instant now) {
        Ids ids = new Ids(dialogId(invite), invite.callId(), tag(invite.from()), "");
        Progress progress = new Progress(
                Role.UAC, invite.method(), State.EARLY, invite.cseq().number(), new Times(now, null, null, null));
        Party local =
                new Party(invite.from().uri().toString(), contact(invite), Sdps.in(invite), Identities.caller(invite));
        Party remote = new Party(invite.to().uri().toString(), null, null, Identities.to(invite));
        return new DialogRecord(ids, progress, local, remote, null);
    }

    /** A dialog that a response to a request of ours makes. */
    static DialogRecord sent(SipRequest request, SipMessage response, String dialogId, Instant now) {
        Ids ids = new Ids(dialogId, request.callId(), tag(request.from()), tag(response.to()));
        long cseq = (long) request.cseq().number() + CSEQ_BLOCK;
        Progress progress =
                new Progress(Role.UAC, request.method(), State.EARLY, cseq, new Times(now, null, null, null));
        Party local = new Party(
                response.from().uri().toString(), contact(request), Sdps.in(request), Identities.caller(request));
        Party remote = new Party(response.to().uri().toString(), contact(response), null, Identities.called(response));
        Path path = new Path(routes(response).reversed(), NO_REMOTE_SEQ, null);
        return new DialogRecord(ids, progress, local, remote, null).withPath(path);
    }

    /** A dialog that a NOTIFY makes which came before the 2xx to our SUBSCRIBE (RFC 6665 §4.1.2.4). */
    static DialogRecord notified(SipRequest subscribe, SipRequest notify, String dialogId, Instant now) {
        Ids ids = new Ids(dialogId, subscribe.callId(), tag(subscribe.from()), tag(notify.from()));
        DialogRecord before = trying(subscribe, now);
        Party remote = new Party(notify.from().uri().toString(), contact(notify), null, Identities.caller(notify));
        Path path = new Path(routes(notify), notify.cseq().number(), null);
        return new DialogRecord(ids, before.progress(), before.local(), remote, null).withPath(path);
    }

    /** The same with these ids; what is no other than before is kept once. */
    static DialogRecord identified(DialogRecord record, String dialogId, String localTag, String remoteTag) {
        Ids before = record.ids();
        String ours = localTag.equals(before.localTag()) ? before.localTag() : localTag;
        String theirs = remoteTag.equals(before.remoteTag()) ? before.remoteTag() : remoteTag;
        return record.withIds(new Ids(dialogId, before.callId(), ours, theirs));
    }

    static DialogRecord in(DialogRecord record, State state, Instant now) {
        Progress before = record.progress();
        Times times = times(before.times(), state, now);
        Progress progress = new Progress(before.role(), before.method(), state, before.cseq(), times);
        return record.withProgress(progress);
    }

    private static Times times(Times before, State state, Instant now) {
        return switch (state) {
            case EARLY -> before.early() == null ? new Times(before.created(), now, null, null) : before;
            case CONFIRMED -> new Times(before.created(), before.early(), now, null);
            case TERMINATED -> new Times(before.created(), before.early(), before.answered(), now);
        };
    }

    static DialogRecord withCseq(DialogRecord record, long cseq) {
        Progress before = record.progress();
        Progress progress = new Progress(before.role(), before.method(), before.state(), cseq, before.times());
        return record.withProgress(progress);
    }

    static DialogRecord withContacts(DialogRecord record, @Nullable String local, @Nullable String remote) {
        Party ours = record.local().withContact(local);
        Party theirs = record.remote().withContact(remote);
        return record.withParties(ours, theirs);
    }

    static DialogRecord withSdps(DialogRecord record, @Nullable String local, @Nullable String remote) {
        Party ours = record.local().withSdp(local);
        Party theirs = record.remote().withSdp(remote);
        return record.withParties(ours, theirs);
    }

    /** The same; session descriptions that the other leg has across, as a rule all, are kept once for both. */
    static DialogRecord sharing(DialogRecord record, DialogRecord peer) {
        String local = shared(record.local().sdp(), peer.remote().sdp());
        String remote = shared(record.remote().sdp(), peer.local().sdp());
        return withSdps(record, local, remote);
    }

    private static @Nullable String shared(@Nullable String own, @Nullable String theirs) {
        return own != null && own.equals(theirs) ? theirs : own;
    }

    static DialogRecord withRemote(DialogRecord record, Party remote) {
        return record.withParties(record.local(), remote);
    }

    /** The path as it is known. */
    static Path path(DialogRecord record) {
        Path path = record.path();
        return path == null ? new Path(List.of(), NO_REMOTE_SEQ, null) : path;
    }

    /** The dialog after the 2xx whose route set is the one that counts (RFC 3261 §13.2.2.4). */
    static DialogRecord routedBy(DialogRecord record, SipResponse answer) {
        Path before = path(record);
        return record.withPath(
                new Path(routes(answer).reversed(), before.remoteSeq(), before.heldSdp(), before.engine()));
    }

    /** The Record-Route values; none if they cannot be read, with which the engine has no quarrel either. */
    private static List<String> routes(SipMessage message) {
        try {
            List<NameAddr> routes = message.recordRoutes();
            return routes.isEmpty()
                    ? List.of()
                    : routes.stream().map(NameAddr::toString).toList();
        } catch (SipParseException e) {
            return List.of();
        }
    }

    /** The tag, or "". */
    static String tag(NameAddr address) {
        String tag = address.tag();
        return tag == null ? "" : tag;
    }

    /** The URI of the first Contact; null if there is none that can be read. */
    static @Nullable String contact(SipMessage message) {
        try {
            NameAddr contact = message.contact();
            return contact == null ? null : contact.uri().toString();
        } catch (SipParseException e) {
            return null;
        }
    }
}
