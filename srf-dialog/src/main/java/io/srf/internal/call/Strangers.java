// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.app.Agent;
import io.srf.app.Extras;
import io.srf.app.Proxying;
import io.srf.app.ReceivedResponse;
import io.srf.app.Request;
import io.srf.app.Response;
import io.srf.internal.call.Recovering.Aim;
import io.srf.session.DialogRecord;
import io.srf.session.internal.CallTakeover.Heir;
import io.srf.session.internal.CallTakeover.Outcome;
import io.srf.session.internal.DialogName;
import io.srf.session.internal.KeptCall;
import io.srf.sip.Methods;
import io.srf.sip.SipMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes what comes in dialogs that this node does not know, because the engine gives it the calls of a node that is gone, or has not had them: takes the
 * call over if the store knows it, and goes on with it. May be used by any thread.
 *
 * <pre>
 * what the store says   BYE           INVITE that makes a dialog   ACK, engine's own   any other request
 * the call is ours now  to its leg    to the handlers, with the    to its leg          to its leg
 *                                     session of the call
 * another node was      481           to the handlers              dropped             503 with Retry-After
 *   faster
 * another node has it   passed on     to the handlers              dropped             passed on; a re-INVITE, whose ACK might
 *   at another engine                                                                   go astray: 503 with Retry-After
 * nobody knows it       481           to the handlers              dropped             to the handlers of its method, else 481
 * it is unreadable      to its leg    to the handlers              dropped             500 with the reason
 * nothing, or too       503           to the handlers              dropped             503 with Retry-After
 *   many wait
 * </pre>
 */
final class Strangers {
    private static final int GONE = 481;
    private static final int SERVER_ERROR = 500;

    /** Who has answered an INVITE in such a case is in a call that is over, or was only being made. */
    private static final Set<Outcome> NOBODYS =
            EnumSet.complementOf(EnumSet.of(Outcome.ANOTHER_NODE, Outcome.ELSEWHERE, Outcome.NO_ANSWER));

    /** How long the node that was faster has to claim the dialog: the engine then gives the request to that one. */
    private static final Duration OTHER_WAIT = Duration.ofSeconds(1);

    private final Calls calls;
    private final OtherEngines otherEngines;
    private final Lookups lookups;
    private final Supplier<List<Agent>> links;

    /** Takes requests for these calls; {@code links} are those to all engines. */
    Strangers(Calls calls, Lookups lookups, Supplier<List<Agent>> links) {
        this.calls = calls;
        this.otherEngines = new OtherEngines(calls.timers());
        this.lookups = lookups;
        this.links = links;
    }

    /** Takes a request if one before it in the same dialog waits for the store. */
    boolean queues(Request request, Response response) {
        String id = request.dialogId();
        return id != null && lookups.join(id, outcome -> answer(request, response, outcome));
    }

    /** Takes a request in a dialog that this node does not know. */
    void take(Request request, Response response) {
        String id = request.dialogId();
        if (id == null || !request.agent().isSrf()) {
            calls.unknown(request, response);
            return;
        }
        lookups.ask(nameIn(request, id), heirOf(request), outcome -> answer(request, response, outcome));
    }

    private Heir heirOf(Request request) {
        if (request.isNewInvite()) {
            return adopting(request);
        }
        return request.method().equals(Methods.INVITE)
                ? restoringForPeer(request.agent())
                : new Restoring(request.agent(), otherEngines::have);
    }

    /** What the other side does next, such as an ACK, goes to where it believes the dialog to be: if that is here, the call comes along. */
    private Heir restoringForPeer(Agent agent) {
        return new Restoring(agent, otherEngines::haveForPeer);
    }

    private static DialogName nameIn(Request request, String id) {
        return new DialogName(id, request.callId(), LegRecords.tag(request.to()), LegRecords.tag(request.from()));
    }

    /** Takes a 2xx to an INVITE which this node has not sent. */
    void takeAnswer(Agent agent, ReceivedResponse response, String id) {
        SipMessage message = response.message();
        DialogName name =
                new DialogName(id, message.callId(), LegRecords.tag(message.from()), LegRecords.tag(message.to()));
        lookups.ask(name, restoringForPeer(agent), outcome -> {
            Leg leg = calls.find(name.callId(), name.localTag(), name.remoteTag());
            if (leg != null) {
                calls.furtherAnswers().take(leg, response);
            } else if (NOBODYS.contains(outcome)) {
                Undo.answer(agent, response, false, null);
            }
        });
    }

    private static void refuseForOther(Request request, Response response) {
        if (request.method().equals(Methods.BYE)) {
            Sending.quietly(response, GONE);
        } else {
            Sending.unavailable(response);
        }
    }

    /** Goes on with a call; an engine of its dialogs comes first. */
    private final class Restoring implements Heir {
        private final Agent agent;
        private final BiPredicate<DialogRecord, Agent> elsewhere;

        Restoring(Agent agent, BiPredicate<DialogRecord, Agent> elsewhere) {
            this.agent = agent;
            this.elsewhere = elsewhere;
        }

        @Override
        public boolean isElsewhere(DialogRecord dialog) {
            return elsewhere.test(dialog, agent);
        }

        @Override
        public void restore(KeptCall call) {
            Recovering.start(calls, call, first(agent), Aim.GO_ON);
        }

        @Override
        public void close(KeptCall call, Set<String> unread) {
            Recovering.close(calls, call, first(agent), unread);
        }
    }

    /** The caller's INVITE is given again: the new call has the session of the old one, whose legs end. */
    private Heir adopting(Request request) {
        return new Heir() {
            @Override
            public void restore(KeptCall call) {
                RequestSession.give(request, call);
                Recovering.start(calls, call, first(request.agent()), Aim.CLOSE);
            }

            @Override
            public void close(KeptCall call, Set<String> unread) {
                Set<String> others = new HashSet<>(unread);
                others.remove(request.dialogId());
                Recovering.close(calls, call, first(request.agent()), others);
            }
        };
    }

    private List<Agent> first(Agent agent) {
        List<Agent> all = new ArrayList<>(links.get());
        all.remove(agent);
        all.addFirst(agent);
        return all;
    }

    private void answer(Request request, Response response, Outcome outcome) {
        if (calls.leaves(request) && calls.find(request.dialogId()) == null) {
            return;
        }
        if (request.isNewInvite()) {
            request.leaveToApp();
            return;
        }
        boolean readable = outcome != Outcome.UNREADABLE || request.method().equals(Methods.BYE);
        Leg leg = readable ? legOf(request) : null;
        if (leg != null) {
            leg.receive(request, response);
        } else if (!request.isUnsolicited() && !request.method().equals(Methods.ACK)) {
            refuse(request, response, outcome);
        }
    }

    private void passOn(Request request, Response response) {
        String engine = otherEngines.uriFor(request);
        if (request.method().equals(Methods.INVITE) || engine == null) {
            Sending.unavailable(response);
        } else {
            request.proxy(Proxying.to(engine).build());
        }
    }

    private @Nullable Leg legOf(Request request) {
        String id = request.dialogId();
        return id == null ? null : calls.legOf(request, id);
    }

    private void refuse(Request request, Response response, Outcome outcome) {
        switch (outcome) {
            case ANOTHER_NODE ->
                calls.timers().schedule(OTHER_WAIT.toMillis(), () -> refuseForOther(request, response));
            case ELSEWHERE -> passOn(request, response);
            case UNREADABLE -> Sending.quietly(response, SERVER_ERROR, "Unreadable Session", Extras.NONE);
            case NO_ANSWER -> Sending.unavailable(response);
            case TAKEN, OURS, UNKNOWN -> calls.unknown(request, response);
        }
    }
}
