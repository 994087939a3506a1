// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.app.Agent;
import io.srf.app.Extras;
import io.srf.app.ReceivedResponse;
import io.srf.internal.dialog.DialogState.Phase;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The PRACKs for the reliable provisional responses to one INVITE. If the INVITE makes no offer, the first such response of a fork may, and its PRACK
 * carries the answer (RFC 3262 §5). Touched by tasks of the mailbox alone.
 */
final class Pracks {
    private final Invite invite;
    private final Call call;
    private final Agent agent;
    private final InviteOwner owner;
    private final Set<String> offered = new HashSet<>(2);

    Pracks(Invite invite, Call call, Agent agent, InviteOwner owner) {
        this.invite = invite;
        this.call = call;
        this.agent = agent;
        this.owner = owner;
    }

    /** Whether the fork that this response comes from has made its offer before, so that there is none in its 2xx. */
    boolean hasOffered(ReceivedResponse response) {
        return offered.contains(tag(response));
    }

    /**
     * Acknowledges a response; if there is an offer in it, as soon as there is an answer.
     *
     * @param leg of its fork; null if there is none
     * @param weOffered whether our INVITE had an offer
     */
    void acknowledge(ReceivedResponse response, @Nullable Leg leg, boolean weOffered) {
        String offer = weOffered || leg == null || !owner.takesEarlyOffers() ? null : Sdps.in(response.message());
        if (leg == null || offer == null || !offered.add(tag(response))) {
            Sending.prack(agent, response, Extras.NONE, leg);
        } else {
            call.execute(() -> owner.offeredEarly(offer, answerTo(offer, response, leg)));
        }
    }

    private Sdps.Made answerTo(String offer, ReceivedResponse response, Leg leg) {
        return Sdps.Made.of(
                answer -> {
                    if (leg.phase() != Phase.TERMINATED) {
                        leg.facts().agreed(answer, offer, null);
                        Sending.prack(agent, response, Extras.sdp(answer), leg);
                    }
                },
                cause -> {
                    Sending.prack(agent, response, Undo.refusal(offer), leg);
                    invite.cancel(cause, Extras.NONE);
                });
    }

    private static String tag(ReceivedResponse response) {
        return LegRecords.tag(response.message().to());
    }
}
