// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.B2BUA;
import io.srf.TerminateReason;
import io.srf.TerminateReason.Kind;
import io.srf.UacOptions;
import io.srf.app.Extras;
import io.srf.app.Request;
import io.srf.app.Response;
import io.srf.app.SipException;
import io.srf.internal.dialog.DialogState.Phase;
import io.srf.session.DialogRecord;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Follows a REFER for the side that sent it: {@code from} asks that its partner {@code kept} be joined with somebody else (RFC 3515, RFC 5589).
 * The kept side outlives the one that transfers it, which may hang up as soon as its REFER is accepted.
 * Touched by tasks of the mailbox alone.
 */
public final class Transfer implements Joining.Owner {
    private static final int TRYING = 100;
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int GONE = 481;

    private final Call call;
    private final Leg from;
    private final Leg kept;
    private final @Nullable Leg replaced;
    private final TransferNotices notices;
    private final Joining joining;
    private final CompletableFuture<B2BUA> result = new Cancellable<>(headers -> giveUp());

    private Transfer(Joined joined, Request refer, ReferTo to, @Nullable Leg replaced, UacOptions options) {
        this.call = joined.from().call();
        this.from = joined.from();
        this.kept = joined.kept();
        this.replaced = replaced;
        this.notices = new TransferNotices(from, refer);
        Supplier<Joining.Ties> ties = () ->
                new Joining.Ties(joined.bridge().policies(), from.partnership().sdpFromPeer());
        Joining.Callee callee = new Joining.Callee(to.uri(), headers(refer, to, options));
        this.joining = new Joining(kept, ties, callee, options, this);
    }

    /** Two legs that are joined, and how. */
    private record Joined(Leg from, Leg kept, DialogRecord.Bridge bridge) {
        static @Nullable Joined of(@Nullable Leg from) {
            Leg kept = from == null ? null : from.other();
            DialogRecord.Bridge bridge = kept == null ? null : kept.record().bridge();
            if (from == null || kept == null || bridge == null) {
                return null;
            }
            boolean up = from.phase() == Phase.CONFIRMED && kept.phase() == Phase.CONFIRMED;
            return up ? new Joined(from, kept, bridge) : null;
        }
    }

    /** Follows a REFER. Called by any thread. */
    public static CompletableFuture<B2BUA> start(Calls calls, Request refer, Response response, UacOptions options) {
        if (!refer.method().equals(Methods.REFER)) {
            throw new IllegalArgumentException("a transfer begins with REFER, not " + refer.method());
        }
        Joined joined = Joined.of(calls.find(refer.dialogId()));
        if (joined == null) {
            return refused(response, GONE, "Nobody to transfer");
        }
        ReferTo asked = ReferTo.in(refer.message());
        if (asked == null) {
            return refused(response, BAD_REQUEST, "Refer-To cannot be followed");
        }
        Leg replaced = asked.replaced(calls);
        Leg behind = replaced == null ? null : replaced.other();
        ReferTo to = behind == null ? asked : ReferTo.replacing(behind.record());
        Transfer transfer;
        try {
            transfer = new Transfer(joined, refer, to, behind == null ? null : replaced, options);
        } catch (IllegalArgumentException unreadable) {
            return refused(response, BAD_REQUEST, "Refer-To cannot be followed");
        }
        transfer.call.flight().decided("transfer", to.uri());
        transfer.call.execute(() -> transfer.begin(response));
        return transfer.result;
    }

    private static CompletableFuture<B2BUA> refused(Response response, int status, String reason) {
        Sending.quietly(response, status, reason, Extras.NONE);
        return CompletableFuture.failedFuture(new SipException(status, reason));
    }

    private static Extras headers(Request refer, ReferTo to, UacOptions options) {
        Extras extras = options.extras();
        String referredBy = refer.message().header(HeaderName.REFERRED_BY);
        if (referredBy != null) {
            extras = extras.header(HeaderName.REFERRED_BY.toString(), referredBy);
        }
        return to.replaces() == null ? extras : extras.header(HeaderName.REPLACES.toString(), to.replaces());
    }

    /** Nobody waits for it any more: the target is left alone, and the two go on. Called by any thread. */
    private void giveUp() {
        call.execute(joining::cancel);
    }

    private void begin(Response response) {
        notices.accept(response);
        notices.tell(TRYING);
        kept.partnership().outlivesPartner(true);
        joining.begin();
    }

    @Override
    public boolean isWanted() {
        return from.equals(kept.other());
    }

    /** The target ends its leg of the consultation itself. */
    @Override
    public void answered() {
        Leg ofTarget = replaced == null ? null : replaced.other();
        if (ofTarget != null) {
            ofTarget.call().execute(ofTarget.bye()::comesByReplacement);
        }
    }

    @Override
    public void progress(int status) {
        notices.tell(status);
    }

    @Override
    public void joined(Leg target) {
        from.partnership().part();
        notices.tell(OK, () -> hangUp(from));
        if (replaced != null) {
            hangUp(replaced);
        }
        call.completeJoined(result, kept, target);
    }

    private static void hangUp(Leg leg) {
        leg.call().execute(() -> leg.bye().hangUp(TerminateReason.of(Kind.LOCAL_BYE), Extras.NONE));
    }

    @Override
    public void failed(Throwable cause) {
        if (from.phase() == Phase.CONFIRMED) {
            kept.partnership().outlivesPartner(false);
        } else {
            hangUp(kept);
        }
        notices.tell(Requests.statusOf(cause));
        call.fail(result, cause);
    }
}
