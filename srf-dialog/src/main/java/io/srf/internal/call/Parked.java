// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import static io.srf.app.SipException.Leg.B;

import io.srf.B2BUA;
import io.srf.Dialog;
import io.srf.ParkOptions;
import io.srf.ParkedCall;
import io.srf.TerminateReason;
import io.srf.TerminateReason.Kind;
import io.srf.UacOptions;
import io.srf.app.Extras;
import io.srf.app.SipException;
import io.srf.internal.dialog.DialogState.Phase;
import io.srf.session.DialogRecord;
import io.srf.sip.SipResponse;
import io.srf.time.Timer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One parked call. Touched by tasks of its mailbox alone, except where it says otherwise. */
final class Parked implements ParkedCall, Place {
    private static final int NOT_FOUND = 404;
    private static final int GONE = 481;
    private static final int TAKEN = 486;

    private final Slots slots;
    private final String slot;
    private final Leg leg;
    private final Call call;
    private final ParkOptions options;
    private final CompletableFuture<ParkedCall> result = new Cancellable<>(headers -> giveUp());
    private State state = State.HOLDING;
    private volatile @Nullable Leg parker;
    private DialogRecord.@Nullable Bridge before;
    private @Nullable String had;
    private @Nullable Timer timer;

    /** Where a parked call stands. */
    enum State {
        /** It is being put on hold. */
        HOLDING,
        /** It is being put on hold, and nobody wants that any more. */
        GIVEN_UP,
        /** It waits. */
        WAITING,
        /** Somebody is retrieving it. */
        TAKEN,
        /** It is not parked any more. */
        OVER
    }

    Parked(Slots slots, String slot, Leg leg, ParkOptions options) {
        this.slots = slots;
        this.slot = slot;
        this.leg = leg;
        this.call = leg.call();
        this.options = options;
    }

    @Override
    public String slot() {
        return slot;
    }

    @Override
    public Dialog dialog() {
        return leg.dialog();
    }

    @Override
    public @Nullable Dialog parkedBy() {
        Leg known = parker;
        return known == null ? null : known.dialog();
    }

    @Override
    public Leg leg() {
        return leg;
    }

    @Override
    public String name() {
        return slot;
    }

    /** The same as before it was parked. */
    @Override
    public Joining.Ties ties() {
        Map<String, String> policies = before == null ? Map.of() : before.policies();
        return new Joining.Ties(
                policies, parker == null ? null : parker.partnership().sdpFromPeer());
    }

    /** Called by any thread. */
    CompletableFuture<ParkedCall> park() {
        call.flight().decided("park", slot);
        call.execute(this::begin);
        return result;
    }

    /** Nobody waits for it to be parked any more: it goes on as it was, or, if it waits already, as if its time were up. Called by any thread. */
    private void giveUp() {
        call.execute(() -> {
            if (state == State.HOLDING) {
                state = State.GIVEN_UP;
            }
        });
    }

    private void begin() {
        leg.listeners().ended().thenRun(() -> call.execute(this::gone));
        if (leg.phase() != Phase.CONFIRMED) {
            refused(new SipException(GONE, "The call is not up"));
            return;
        }
        if (!leg.partnership().reserve(this)) {
            refused(new SipException(TAKEN, "The call is parked, or is being joined with another"));
            return;
        }
        parker = leg.other();
        before = leg.record().bridge();
        had = leg.record().local().sdp();
        leg.partnership().outlivesPartner(true);
        Bridge.giveWay(leg);
        LocalOffer.Taker taker = new LocalOffer.Taker() {
            @Override
            public void accepted(SipResponse response) {
                held();
            }

            @Override
            public void refused(Throwable cause) {
                Parked.this.refused(cause);
            }
        };
        if (options.localSdp() == null) {
            leg.hold().hold(taker);
        } else {
            Modify.offerAgain(leg, options.localSdp(), taker);
        }
    }

    private void held() {
        if (state == State.GIVEN_UP) {
            takeBack();
            return;
        }
        Leg parkedBy = parker;
        if (parkedBy != null) {
            leg.partnership().part();
            parkedBy.partnership().part();
            parkedBy.bye().hangUp(TerminateReason.of(Kind.LOCAL_BYE), Extras.NONE);
        }
        putBack();
        call.complete(result, this, () -> call.execute(this::unwanted));
    }

    private void takeBack() {
        if (options.localSdp() == null) {
            leg.hold().unhold();
        } else {
            Modify.takeBack(leg, had);
        }
        goOn();
    }

    /** It was parked a moment before that was given up. */
    private void unwanted() {
        if (state == State.WAITING) {
            timeUp();
        }
    }

    /** It could not be put on hold. */
    private void refused(Throwable cause) {
        goOn();
        call.fail(result, cause);
    }

    /** As it was before it was to be parked, if the one who did that is still there. */
    private void goOn() {
        free();
        Leg parkedBy = parker;
        if (parkedBy != null && parkedBy.phase() != Phase.CONFIRMED) {
            hangUp();
        } else if (parkedBy != null) {
            leg.partnership().outlivesPartner(false);
        }
    }

    /** It has hung up. */
    private void gone() {
        free();
        call.fail(result, new SipException(GONE, "The call is over"));
    }

    private void free() {
        state = State.OVER;
        stopTimer();
        leg.partnership().release(this);
        slots.free(this);
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    @Override
    public @Nullable SipException take() {
        if (state == State.WAITING) {
            state = State.TAKEN;
            stopTimer();
            return null;
        }
        boolean isOver = leg.phase() != Phase.CONFIRMED || leg.other() != null;
        return isOver ? over() : new SipException(TAKEN, slot + " is being retrieved by another");
    }

    @Override
    public SipException over() {
        return nobody(slot);
    }

    static SipException nobody(String slot) {
        return new SipException(NOT_FOUND, "Nobody is parked at " + slot).on(B);
    }

    /** It waits, again perhaps. */
    @Override
    public void putBack() {
        if (state != State.OVER) {
            state = State.WAITING;
            timer = call.later(options.timeout(), this::timeUp);
        }
    }

    @Override
    public void taken() {
        free();
    }

    private void timeUp() {
        call.flight().fired("parked call", "nobody retrieved it");
        free();
        Consumer<ParkedCall> taker = options.onTimeout();
        if (taker == null) {
            giveBackToParker();
        } else {
            leg.run(() -> taker.accept(this));
        }
    }

    private void giveBackToParker() {
        Leg parkedBy = parker;
        if (parkedBy == null) {
            hangUp();
            return;
        }
        DialogRecord.Party party = parkedBy.record().remote();
        String uri = party.contact() == null ? party.uri() : party.contact();
        CallingFor givingBack =
                new CallingFor(leg, this::ties, uri, UacOptions.builder().build());
        givingBack.result().exceptionally(cause -> {
            call.execute(this::hangUp);
            return null;
        });
        givingBack.begin();
    }

    private void hangUp() {
        leg.bye().hangUp(TerminateReason.of(Kind.LOCAL_BYE), Extras.NONE);
    }

    @Override
    public CompletableFuture<B2BUA> giveBack(String uri, UacOptions how) {
        CallingFor givingBack = new CallingFor(leg, this::ties, uri, how);
        call.execute(() -> {
            if (leg.phase() != Phase.CONFIRMED) {
                givingBack.failed(new SipException(GONE, "The call is over"));
            } else if (state == State.TAKEN || leg.other() != null) {
                givingBack.failed(new SipException(TAKEN, "The call has been retrieved"));
            } else {
                free();
                givingBack.begin();
            }
        });
        return givingBack.result();
    }
}
