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
import io.srf.internal.b2bua.SetupEvent;
import io.srf.sip.SipRequest;
import org.jspecify.annotations.Nullable;

/** The called side of a back-to-back call while it is set up: tells the set-up what B does, and does to B what it says. */
final class CalledSide implements Invite.Owner {
    private static final int UNAVAILABLE = 480;
    private static final int CANCELLED = 487;

    private final Setup setup;
    private final B2buaOptions options;
    private final Observers observers;
    private final Invite invite;
    private @Nullable Leg leg;

    CalledSide(Call call, Setup setup, Agent agent, OutgoingRequest request, B2buaOptions options) {
        this.setup = setup;
        this.options = options;
        this.observers = new Observers(call, options);
        this.invite = new Invite(call, agent, request, options, this);
    }

    /** The leg; null while B has not answered. */
    @Nullable Leg leg() {
        return leg;
    }

    void call() {
        invite.start();
    }

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
        made.prepare(options.prepare());
    }

    @Override
    public void sent(SipRequest message) {
        observers.sent(message);
    }

    @Override
    public void progress(ReceivedResponse response) {
        observers.progress(response);
        if (options.passProvisionalResponses()) {
            setup.progress(response);
        }
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
        made.holdBack();
        made.madeBy(new Leg.Maker() {
            @Override
            public void abandoned() {
                cancel(Extras.NONE);
            }

            @Override
            public void ended(TerminateReason reason) {
                setup.step(new SetupEvent.BOver(new SipException(UNAVAILABLE, reason.text())));
            }
        });
        setup.answered(response, late);
    }

    @Override
    public void failed(Throwable cause) {
        setup.step(new SetupEvent.BFailed(cause));
    }
}
