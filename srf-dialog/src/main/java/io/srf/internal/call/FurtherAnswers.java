// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.TerminateReason;
import io.srf.app.Agent;
import io.srf.app.ReceivedResponse;
import io.srf.internal.dialog.DialogState.Phase;
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
        Invite invite = forked.get(LegRecords.dialogId(response.message()));
        Leg leg = calls.find(id);
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
        } else if (leg.life().isRestored()) {
            acknowledge(leg, response);
        }
    }

    /** The node that sent the re-INVITE is gone, so we acknowledge its 2xx; an offer in it is answered with what was agreed. */
    private static void acknowledge(Leg leg, ReceivedResponse response) {
        Sending.ack(leg, null);
        leg.facts().agreed(null, Sdps.in(response.message()), LegRecords.contact(response.message()));
    }
}
