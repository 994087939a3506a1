// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.TerminateReason;
import io.srf.TerminateReason.Kind;
import io.srf.app.Agent;
import io.srf.app.OutgoingRequest;
import io.srf.app.ReceivedResponse;
import io.srf.internal.dialog.DialogState.Phase;
import io.srf.sip.SipRequest;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The legs that the answers to one INVITE have made, one for each dialog (RFC 3261 §12.1.2, §13.2.2.4).
 *
 * <p>The engine's thread adds them, so that no request inside a dialog can come too early; tasks of the call's mailbox do all else.
 */
final class Forks {
    /** How many early dialogs one INVITE may have; provisional responses of more make none. */
    static final int MAX_FORKS = 32;

    /** How long after a 2xx those of other forks may come: 64·T1 (RFC 3261 §13.2.2.4). */
    private static final Duration FORK_WAIT = Duration.ofSeconds(32);

    private final Map<String, Leg> legs = new ConcurrentHashMap<>(2);
    private final Invite invite;
    private final Call call;
    private final Agent agent;
    private final OutgoingRequest.@Nullable Signing signing;

    Forks(Invite invite, Call call, Agent agent, OutgoingRequest.@Nullable Signing signing) {
        this.invite = invite;
        this.call = call;
        this.agent = agent;
        this.signing = signing;
    }

    /** The leg that a response belongs to; null if there is none. */
    @Nullable Leg of(ReceivedResponse response) {
        return legs.get(Responses.dialogId(response));
    }

    boolean isFull() {
        return legs.size() >= MAX_FORKS;
    }

    /** Makes the leg that this answer belongs to, unless there is one. Called by the link's thread. */
    void make(ReceivedResponse response, SipRequest request) {
        if (of(response) != null) {
            return;
        }
        String id = Responses.dialogId(response);
        Leg leg = new Leg(
                call,
                agent,
                LegRecords.sent(
                        request, response.message(), id, call.calls().timers().now()));
        leg.logins(signing == null ? null : signing.logins());
        invite.made(leg);
        legs.put(id, leg);
        leg.known(null);
    }

    /** Ends all that there are but this one; null to end all. Those that the engine adds meanwhile stay until this is called for them. */
    void endOthers(@Nullable Leg kept, TerminateReason reason) {
        legs.forEach((id, leg) -> {
            if (leg != kept) {
                leg.over(reason);
                legs.remove(id, leg);
            }
        });
    }

    /** Another fork may answer as long as the INVITE transaction lives, which has this name. */
    void awaitMore(String id) {
        call.calls().furtherAnswers().expect(id, invite);
        call.later(FORK_WAIT, () -> {
            call.calls().furtherAnswers().expectNone(id, invite);
            endUnanswered(TerminateReason.of(Kind.CANCELLED));
        });
    }

    /** Ends those that nobody has answered. */
    private void endUnanswered(TerminateReason reason) {
        for (Leg leg : legs.values()) {
            if (leg.phase() == Phase.EARLY) {
                leg.over(reason);
            }
        }
    }
}
