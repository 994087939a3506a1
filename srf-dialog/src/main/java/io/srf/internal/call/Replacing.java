// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.B2BUA;
import io.srf.B2buaOptions;
import io.srf.TerminateReason;
import io.srf.TerminateReason.Kind;
import io.srf.UasOptions;
import io.srf.app.Extras;
import io.srf.app.Request;
import io.srf.app.Response;
import io.srf.app.SipException;
import io.srf.internal.dialog.DialogState.Phase;
import io.srf.session.DialogRecord;
import io.srf.sip.HeaderName;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A leg whose place somebody takes who calls with a Replaces header (RFC 3891 §3): the caller is joined with the other leg of that call, and the leg
 * that was there before gets BYE. Touched by tasks of the call's mailbox alone, except where it says otherwise.
 *
 * <p>A leg that rings is picked up: {@link Pickup}.
 *
 * <pre>
 * the dialog that is named                           the caller gets
 * not one of ours; alone                             481
 * not answered yet, and begun by the other side      481
 * not answered yet, and begun by createB2BUA         the caller's answer to its offer
 * just being answered                                486
 * answered, but named with early-only                486
 * being replaced, transferred or parked already      486
 * hanging up                                         603
 * answered, and joined with another                  that one's answer to the caller's offer
 * </pre>
 */
final class Replacing implements Place {
    private static final int BAD_REQUEST = 400;
    private static final int GONE = 481;
    private static final int BUSY = 486;
    private static final int DECLINED = 603;

    private final Leg replaced;
    private final Leg kept;
    private final boolean earlyOnly;

    private Replacing(Leg replaced, Leg kept, boolean earlyOnly) {
        this.replaced = replaced;
        this.kept = kept;
        this.earlyOnly = earlyOnly;
    }

    /** Puts a caller who asks for it into the place of another. Null if he does not ask, or asks whom he calls. Called by any thread. */
    static @Nullable CompletableFuture<B2BUA> start(
            Calls calls, Request request, Response response, B2buaOptions options) {
        if (!request.message().has(HeaderName.REPLACES)) {
            return null;
        }
        Replaces wanted = Replaces.in(request.message());
        if (wanted == null) {
            return refused(response, new SipException(BAD_REQUEST, "Bad Replaces"));
        }
        Leg replaced = wanted.leg(calls);
        if (replaced == null && HeaderFilter.of(options.proxyRequestHeaders()).passes(HeaderName.REPLACES)) {
            return null;
        }
        Place place = replaced == null ? null : placeOf(replaced, wanted, request);
        if (place == null) {
            return refused(response, nobody());
        }
        UasOptions how = UasOptions.builder().prepare(options.prepare()).build();
        return Retrieving.start(place, request, response, how);
    }

    private static @Nullable Place placeOf(Leg replaced, Replaces wanted, Request by) {
        Setup setup = replaced.setup(); // first, for it goes when the other one comes
        Leg kept = replaced.other();
        if (kept != null) {
            return new Replacing(replaced, kept, wanted.earlyOnly());
        }
        return setup == null ? null : new Pickup(setup, replaced, Sdps.in(by.message()));
    }

    private static CompletableFuture<B2BUA> refused(Response response, SipException why) {
        Sending.quietly(response, why.status(), why.reason(), Extras.NONE);
        return CompletableFuture.failedFuture(why);
    }

    private static SipException nobody() {
        return new SipException(GONE, "Nobody to replace");
    }

    @Override
    public Leg leg() {
        return kept;
    }

    @Override
    public String name() {
        return "replaces " + replaced.id();
    }

    @Override
    public Joining.Ties ties() {
        DialogRecord.Bridge bridge = kept.record().bridge();
        return new Joining.Ties(
                bridge == null ? Map.of() : bridge.policies(),
                replaced.partnership().sdpFromPeer());
    }

    @Override
    public @Nullable SipException take() {
        if (replaced.phase() == Phase.TERMINATING || replaced.phase() == Phase.TERMINATED) {
            return new SipException(DECLINED);
        }
        if (!replaced.equals(kept.other()) || kept.phase() != Phase.CONFIRMED) {
            return nobody();
        }
        if (earlyOnly || kept.partnership().outlivesPartner()) {
            return new SipException(BUSY);
        }
        kept.partnership().outlivesPartner(true);
        return null;
    }

    @Override
    public void taken() {
        replaced.partnership().part();
        replaced.bye().hangUp(TerminateReason.of(Kind.LOCAL_BYE), Extras.NONE);
    }

    @Override
    public void putBack() {
        kept.partnership().outlivesPartner(false);
        if (replaced.phase() != Phase.CONFIRMED) {
            kept.bye().hangUp(TerminateReason.of(Kind.LOCAL_BYE), Extras.NONE);
        }
    }

    @Override
    public SipException over() {
        return nobody();
    }
}
