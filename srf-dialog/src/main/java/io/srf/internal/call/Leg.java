// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.Dialog;
import io.srf.TerminateReason;
import io.srf.app.Agent;
import io.srf.app.OutgoingRequest;
import io.srf.app.Request;
import io.srf.app.Response;
import io.srf.auth.Logins;
import io.srf.internal.actor.SerialExecutor;
import io.srf.internal.dialog.DialogEvent;
import io.srf.internal.dialog.DialogState.Phase;
import io.srf.session.DialogRecord;
import io.srf.session.DialogRecord.Identity;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One dialog: the place where what happens to it comes together.
 *
 * <p>The phase is written by tasks of the call's mailbox, and read by everybody. All else is touched by those tasks alone, except where it says
 * otherwise.
 */
public final class Leg {
    private final Call call;
    private volatile Agent agent;
    private final LegFacts facts;
    private final LegDialog dialog = new LegDialog(this);
    private final LegListeners listeners = new LegListeners();
    private final LegMachine machine;
    private final LocalOffers localOffers = new LocalOffers(this);
    private final RemoteOffers remoteOffers = new RemoteOffers(this);
    private final Bye bye = new Bye(this);
    private final Hold hold = new Hold(this);
    private final Subscriptions subscriptions = new Subscriptions(this);
    private final SessionWatch sessionWatch = new SessionWatch(this);
    private final HeldBack heldBack = new HeldBack(this);
    private final ReferIds referIds = new ReferIds();
    private final LegLife life;
    private final Partnership partnership;
    private final SerialExecutor userCode;
    private volatile @Nullable Setup setup;
    private volatile Phase phase = Phase.EARLY;
    private @Nullable Maker maker;
    private boolean accepted;
    private volatile @Nullable Logins logins;

    Leg(Call call, Agent agent, DialogRecord record) {
        this.call = call;
        this.agent = agent;
        this.facts = new LegFacts(call, record);
        this.life = new LegLife(this);
        this.partnership = new Partnership(facts);
        this.machine = new LegMachine(this, record.progress().role() == DialogRecord.Role.UAC);
        this.userCode = new SerialExecutor(call.calls().executor(), record.ids().callId());
    }

    /** Who makes a leg, until it stands by itself. Told in the call's mailbox. */
    interface Maker {
        /** The application does not want the leg, which is still early. */
        void abandoned();

        /** It is over. */
        default void ended(TerminateReason reason) {}

        /** The early leg that requests of this method pass to meanwhile; null if they do not. */
        default @Nullable Leg partnerFor(String method) {
            return null;
        }
    }

    Call call() {
        return call;
    }

    /** It is being made by this one, or stands by itself. */
    void madeBy(@Nullable Maker newMaker) {
        maker = newMaker;
    }

    /** It is the called side of a call that is being set up. Called by the link's thread. */
    void ringsFor(Setup newSetup) {
        setup = newSetup;
    }

    /** The call that it was made to set up; null if there is none, or it is joined. Called by any thread. */
    @Nullable Setup setup() {
        return setup;
    }

    /** The 2xx that makes it has come, with an offer that is still to be answered. */
    void accepted() {
        accepted = true;
    }

    /** Whether it is early for want of our answer to the offer in its 2xx. */
    boolean owesAnswer() {
        return accepted && phase == Phase.EARLY;
    }

    /** The application does not want it, and it is still early. */
    void abandon() {
        if (maker != null) {
            maker.abandoned();
        }
    }

    /** The link it lives on. */
    public Agent agent() {
        return agent;
    }

    /** The engine of this link has the dialog. */
    void movesTo(Agent newAgent) {
        agent = newAgent;
    }

    /** As the application sees it. */
    public Dialog dialog() {
        return dialog;
    }

    LegFacts facts() {
        return facts;
    }

    LegListeners listeners() {
        return listeners;
    }

    LocalOffers localOffers() {
        return localOffers;
    }

    RemoteOffers remoteOffers() {
        return remoteOffers;
    }

    Bye bye() {
        return bye;
    }

    Hold hold() {
        return hold;
    }

    Subscriptions subscriptions() {
        return subscriptions;
    }

    SessionWatch sessionWatch() {
        return sessionWatch;
    }

    HeldBack heldBack() {
        return heldBack;
    }

    ReferIds referIds() {
        return referIds;
    }

    LegLife life() {
        return life;
    }

    Phase phase() {
        return phase;
    }

    void step(DialogEvent event) {
        machine.step(event);
        phase = machine.phase();
    }

    /** Answers challenges with these; null for nobody. Called by any thread. */
    void logins(@Nullable Logins newLogins) {
        logins = newLogins;
    }

    @Nullable Logins logins() {
        return logins;
    }

    /** Who answers the challenges of a request in this dialog, which goes to the remote target; null if nobody does. */
    OutgoingRequest.@Nullable Signing signing() {
        Logins known = logins;
        return known == null
                ? null
                : new OutgoingRequest.Signing(known, record().remote().contact());
    }

    /** Runs code of the application after what it ran before for this dialog. */
    void run(Runnable code) {
        userCode.tryExecute(code, "an event is lost");
    }

    /** Runs code of the application that answers a request; false if there is no room for it. */
    boolean tryRun(Runnable code) {
        return userCode.tryExecute(code, "a request is refused");
    }

    /** The engine has a name for it: from now on requests find it. Called by the engine's thread, before anything that follows on the link. */
    void known(@Nullable String dialogId) {
        if (dialogId != null) {
            facts.named(dialogId);
        }
        call.calls().add(this);
        call.execute(() -> {
            if (phase == Phase.TERMINATED) {
                call.calls().remove(this);
            }
        });
    }

    /** A request inside this dialog came. Called by the link's thread. */
    void receive(Request request, Response response) {
        call.execute(() -> {
            if (call.kept().isElsewhere() && call.calls().leaves(request)) {
                return;
            }
            if (!call.whenRestored(() -> Arrival.take(this, request, response))) {
                Sending.unavailable(response);
            }
        });
    }

    /** The other side has said who it is, perhaps not for the first time; null if it has not. */
    void identified(@Nullable Identity remote) {
        if (remote != null && !remote.equals(record().remote().identity())) {
            facts.identified(remote);
            listeners.tell(this, remote);
        }
    }

    /** Whether it is up, and no request is under way in it. */
    boolean isSettled() {
        return machine.isSettled()
                && heldBack.isEmpty()
                && !agent.isBusy(id(), record().ids().callId());
    }

    /** The machine says that it is over. */
    void ended(TerminateReason reason) {
        phase = Phase.TERMINATED;
        Maker madeBy = maker;
        maker = null;
        life.ended(reason, madeBy);
    }

    /** An engine was told how the dialog stands, and no more than that. */
    void engineBeganAnew() {
        machine.isAcknowledgedNowOrNever();
    }

    /** Ends it at once, without a word to the other side, which knows or cannot be reached. */
    void over(TerminateReason reason) {
        step(new DialogEvent.Over(reason));
    }

    /** What it has to do with the leg that it is joined with. */
    Partnership partnership() {
        return partnership;
    }

    /** Joins this leg with another one of the call. */
    void join(Leg peer, DialogRecord.Bridge bridge, @Nullable UnaryOperator<String> fromPeer) {
        partnership.join(peer, bridge, fromPeer);
        setup = null;
        hold.share();
    }

    /** The leg that it is joined with; null if it stands alone. Called by any thread. */
    @Nullable Leg other() {
        return partnership.other();
    }

    /** The leg that requests of this method pass to before the two are joined; null if they do not. */
    @Nullable Leg earlyPartnerFor(String method) {
        return maker == null || phase != Phase.EARLY ? null : maker.partnerFor(method);
    }

    String id() {
        return facts.id();
    }

    DialogRecord record() {
        return facts.record();
    }

    @Override
    public String toString() {
        return record().progress().role() + " dialog " + id() + " " + phase;
    }
}
