// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.TerminateReason;
import io.srf.app.Agent;
import io.srf.app.ReceivedResponse;
import io.srf.internal.dialog.DialogState.Phase;
import io.srf.sip.SipMessage;
import io.srf.sip.SipRequest;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The 2xx to INVITEs that come after the first one (RFC 3261 §13.2.2.4): of further forks, or of calls that another node has begun. May be used by any
 * thread.
 */
final class FurtherAnswers {
    private final Calls calls;
    private final Map<String, Invite> forked = new ConcurrentHashMap<>();

    FurtherAnswers(Calls calls) {
        this.calls = calls;
    }

    /** Further answers to this INVITE are for it. */
    void expect(String id, Invite invite) {
        forked.put(id, invite);
    }

    /** No further answers to this INVITE can come. */
    void expectNone(String id, Invite invite) {
        forked.remove(id, invite);
    }

    /**
     * A fork that nobody wants is ended; a retransmission is the engine's to acknowledge.
     *
     * @param strangers knows the calls of other nodes; null if there are none
     */
    void take(Agent agent, ReceivedResponse response, @Nullable Strangers strangers) {
        String id = response.dialogId();
        SipMessage message = response.message();
        Invite invite = forked.get(LegRecords.dialogId(message));
        Leg leg = id == null ? null : legOf(message, id);
        if (calls.leavesThoseOf(agent) && leg == null && invite == null) {
            return;
        }
        if (invite != null) {
            invite.answeredAgain(response);
        } else if (leg != null) {
            take(leg, response);
        } else if (id != null && strangers != null && agent.isSrf()) {
            strangers.takeAnswer(agent, response, id);
        } else if (id != null) {
            Undo.answer(agent, response, false, null);
        }
    }

    /** An engine that does not know the dialog has made up its id. */
    private @Nullable Leg legOf(SipMessage response, String id) {
        Leg named = calls.find(id);
        return named == null
                ? calls.find(response.callId(), LegRecords.tag(response.from()), LegRecords.tag(response.to()))
                : named;
    }

    /** A further answer to the INVITE that has made this leg, or to one inside its dialog. */
    void take(Leg leg, ReceivedResponse response) {
        leg.call().execute(() -> leg.call().whenRestored(() -> endUnlessConfirmed(leg, response)));
    }

    /**
     * An early dialog may end as its 2xx comes, because another fork was first. One whose 2xx holds an offer is early until that is answered; a link that is back hears
     * the 2xx again.
     */
    private static void endUnlessConfirmed(Leg leg, ReceivedResponse response) {
        if (leg.owesAnswer()) {
            return;
        }
        if (leg.phase() == Phase.EARLY || leg.phase() == Phase.TERMINATED) {
            Undo.answer(leg.agent(), response, false, leg.signing());
            leg.over(TerminateReason.of(TerminateReason.Kind.CANCELLED));
        } else if (isOf(leg, response) && (leg.agent().isSrf() || leg.life().isRestored())) {
            acknowledge(leg, response);
        }
    }

    /** Another fork may have answered under the same name. */
    private static boolean isOf(Leg leg, ReceivedResponse response) {
        return leg.record()
                .ids()
                .remoteTag()
                .equals(LegRecords.tag(response.message().to()));
    }

    /**
     * The node or the engine that sent the INVITE is gone, so its 2xx is ours to acknowledge. What it has offered nobody knows, so the other side is offered once
     * more what it had.
     */
    private static void acknowledge(Leg leg, ReceivedResponse response) {
        Sending.ack(leg, null, new Quiet<SipRequest>() {
            @Override
            public void sent(SipRequest ack, @Nullable String dialogId) {
                leg.call().execute(() -> {
                    leg.facts().agreed(null, null, LegRecords.contact(response.message()));
                    leg.hold().offerAgain();
                });
            }
        });
    }
}
