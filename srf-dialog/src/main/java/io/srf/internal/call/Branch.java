// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.B2buaOptions;
import io.srf.TerminateReason;
import io.srf.TerminateReason.Kind;
import io.srf.app.Agent;
import io.srf.app.Extras;
import io.srf.app.OutgoingRequest;
import io.srf.app.ReceivedResponse;
import io.srf.app.SipException;
import io.srf.sip.SipRequest;
import org.jspecify.annotations.Nullable;

/** One target of the called side: its INVITE, and its leg once it has answered. Threads: as {@link InviteOwner} says. */
final class Branch implements InviteOwner {
    private static final int CANCELLED = 487;

    private final CalledSide side;
    private final Observers observers;
    private final B2buaOptions options;
    private final Invite invite;
    private volatile @Nullable Leg early;
    private @Nullable Leg leg;

    Branch(Call call, CalledSide side, Agent agent, OutgoingRequest request, B2buaOptions options) {
        this.side = side;
        this.options = options;
        this.observers = side.observers();
        this.invite = new Invite(call, agent, request, options, this);
    }

    /** The leg; null while it has not answered. */
    @Nullable Leg leg() {
        return leg;
    }

    /** The leg that was made last; null if there is none yet. Called by any thread. */
    @Nullable Leg early() {
        return early;
    }

    void call() {
        invite.start();
    }

    /** Nobody waits for it any more. */
    void cancel(Extras extras) {
        invite.cancel(new SipException(CANCELLED), extras);
    }

    /** Gives the 2xx its ACK with this answer to the offer in it. */
    void acknowledge(String answer) {
        invite.answer(answer);
    }

    /** Hangs up; it has answered. */
    void drop() {
        Leg answered = leg;
        invite.noAnswer(new SipException(CANCELLED));
        if (answered != null) {
            answered.bye().hangUp(TerminateReason.of(Kind.LOCAL_BYE), Extras.NONE);
        }
    }

    @Override
    public void made(Leg made) {
        early = made;
        made.ringsFor(side.setup());
        made.listeners().prepare(made, options.prepare());
    }

    @Override
    public void sent(SipRequest message) {
        observers.sent(message);
    }

    @Override
    public void progress(ReceivedResponse response) {
        observers.progress(response);
        side.progress(this, response);
    }

    @Override
    public @Nullable Leg partnerFor(String method) {
        return side.callerFor(method);
    }

    @Override
    public boolean takesEarlyOffers() {
        return side.takesEarlyOffers();
    }

    @Override
    public void offeredEarly(String offer, Sdps.Made answer) {
        side.offeredEarly(answer);
    }

    @Override
    public void offered(Leg made, ReceivedResponse response, String offer) {
        answered(made, response, true);
    }

    @Override
    public void answered(Leg made, ReceivedResponse response) {
        if (leg == null) {
            answered(made, response, false);
        }
    }

    private void answered(Leg made, ReceivedResponse response, boolean late) {
        leg = made;
        made.heldBack().begin();
        made.madeBy(new Leg.Maker() {
            @Override
            public void abandoned() {
                cancel(Extras.NONE);
            }

            @Override
            public void ended(TerminateReason reason) {
                side.ended(reason);
                invite.noAnswer(new SipException(CANCELLED));
            }
        });
        side.answered(this, response, late);
    }

    @Override
    public void failed(Throwable cause) {
        side.failed(this, cause);
    }
}
