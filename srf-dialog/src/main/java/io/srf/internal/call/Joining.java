// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import static io.srf.app.SipException.Leg.A;
import static io.srf.app.SipException.Leg.B;

import io.srf.TerminateReason;
import io.srf.TerminateReason.Kind;
import io.srf.UacOptions;
import io.srf.app.Extras;
import io.srf.app.OutgoingRequest;
import io.srf.app.ReceivedResponse;
import io.srf.app.SipException;
import io.srf.internal.dialog.DialogState.Phase;
import io.srf.session.DialogRecord;
import io.srf.sip.Methods;
import io.srf.sip.SipParseException;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.sip.SipUri;
import io.srf.sip.Uri;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Calls somebody for a leg that is up, and joins the two.
 *
 * <p>The target is called without an offer; its offer goes to the leg in a re-INVITE, whose answer goes into the target's ACK (RFC 3725 §4.1). So
 * nothing has changed where anything fails, and a hold does not matter. Touched by tasks of the mailbox alone.
 */
final class Joining implements InviteOwner {
    private static final int GONE = 481;
    private static final int CANCELLED = 487;
    private static final int NOT_ACCEPTABLE = 488;

    private final Call call;
    private final Leg kept;
    private final Supplier<Ties> wantedTies;
    private final UacOptions options;
    private final Owner owner;
    private final Invite invite;
    private Ties ties = Ties.NONE;
    private @Nullable Leg target;
    private boolean underWay;

    /**
     * Prepares the call. Called by any thread.
     *
     * @param ties asked in the call's mailbox, when it begins
     * @throws IllegalArgumentException if the URI cannot be read
     */
    Joining(Leg kept, Supplier<Ties> ties, Callee callee, UacOptions options, Owner owner) {
        this.call = kept.call();
        this.kept = kept;
        this.wantedTies = ties;
        this.options = options;
        this.owner = owner;
        String caller = user(kept.record().remote().uri());
        OutgoingRequest request = CallRequest.of(
                Methods.INVITE, callee.uri(), options, new CallRequest.Calling(caller, ""), callee.extras());
        this.invite = new Invite(call, kept.agent(), request, options, this);
    }

    /**
     * Whom to call.
     *
     * @param uri or {@code user@host:port}
     * @param extras headers of the INVITE; those of the options are among them
     */
    record Callee(String uri, Extras extras) {}

    /**
     * What passes between the two once they are joined.
     *
     * @param policies by method
     * @param sdpToTarget makes what the target gets out of the leg's session description; null to pass it on
     */
    record Ties(Map<String, String> policies, @Nullable UnaryOperator<String> sdpToTarget) {
        static final Ties NONE = new Ties(Map.of(), null);

        /** What the record of one says of the other. */
        DialogRecord.Bridge bridgeTo(Leg partner) {
            return new DialogRecord.Bridge(partner.id(), policies);
        }
    }

    /** Hears what comes of it, in the call's mailbox. */
    interface Owner {
        /** The target sent a provisional response. */
        default void progress(int status) {}

        /** The target has answered, and is not joined yet. */
        default void answered() {}

        /** Whether the leg may still be joined. */
        boolean isWanted();

        /** The two are joined. */
        void joined(Leg target);

        /** There is no target; the leg is as it was. */
        void failed(Throwable cause);
    }

    private static String user(String uri) {
        try {
            return Uri.parse(uri) instanceof SipUri sip ? sip.user() : "";
        } catch (SipParseException e) {
            return "";
        }
    }

    void begin() {
        underWay = true;
        ties = wantedTies.get();
        invite.start();
        kept.listeners().ended().thenRun(() -> call.execute(this::cancel));
    }

    /** Nobody is to be joined any more; does nothing before it has begun. */
    void cancel() {
        if (underWay) {
            invite.cancel(new SipException(CANCELLED).on(A), Extras.NONE);
        }
    }

    @Override
    public void made(Leg made) {
        made.listeners().prepare(made, options.prepare());
    }

    @Override
    public void sent(SipRequest message) {}

    @Override
    public void progress(ReceivedResponse response) {
        owner.progress(response.status());
    }

    @Override
    public void offered(Leg made, ReceivedResponse response, String offer) {
        target = made;
        owner.answered();
        made.heldBack().begin();
        made.madeBy(new Leg.Maker() {
            @Override
            public void abandoned() {
                invite.noAnswer(new SipException(CANCELLED));
            }

            @Override
            public void ended(TerminateReason reason) {
                invite.noAnswer(new SipException(GONE, reason.text()));
            }
        });
        if (kept.phase() != Phase.CONFIRMED || !owner.isWanted()) {
            invite.noAnswer(new SipException(GONE).on(A));
        } else {
            Bridge.giveWay(kept);
            Sdps.make(call, kept.partnership().sdpFromPeer(), offer, made(this::offerToKept));
        }
    }

    private void offerToKept(String sdp) {
        String had = kept.record().local().sdp();
        Modify.offerAgain(kept, sdp, new LocalOffer.Taker() {
            @Override
            public void accepted(SipResponse response) {
                if (!underWay) {
                    Modify.takeBack(kept, had);
                } else {
                    String answer = Sdps.in(response);
                    Sdps.make(call, ties.sdpToTarget(), answer == null ? "" : answer, made(invite::answer));
                }
            }

            @Override
            public void refused(Throwable cause) {
                invite.noAnswer(Failures.on(A, cause));
            }
        });
    }

    private Sdps.Made made(Consumer<String> then) {
        return Sdps.Made.of(then, invite::noAnswer);
    }

    @Override
    public void answered(Leg made, ReceivedResponse response) {
        if (target == null) {
            made.bye().hangUp(TerminateReason.of(Kind.LOCAL_BYE), Extras.NONE);
            failed(new SipException(NOT_ACCEPTABLE, "The target made no offer"));
            return;
        }
        underWay = false;
        kept.join(made, ties.bridgeTo(made), kept.partnership().sdpFromPeer());
        made.join(kept, ties.bridgeTo(kept), ties.sdpToTarget());
        made.madeBy(null);
        call.kept().hurry();
        owner.joined(made);
        made.heldBack().letGo();
    }

    @Override
    public void failed(Throwable cause) {
        if (underWay) {
            underWay = false;
            owner.failed(Failures.on(B, cause));
        }
    }
}
