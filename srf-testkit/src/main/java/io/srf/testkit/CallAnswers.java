// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a called phone can say to a {@link Call} that is not answered yet. */
abstract class CallAnswers {
    final Agent agent;

    @Nullable Answering answering;

    CallAnswers(Agent agent) {
        this.agent = agent;
    }

    /** How far it has come. */
    public abstract CallState state();

    /** Answers 180. */
    public void rings() {
        progresses(180, response -> {});
    }

    /** Answers 183 with early media. */
    public void progresses() {
        Answering known = unanswered("answer 183");
        known.progresses(183, response -> response.body(known.description(), Sdp.TYPE));
    }

    /** Answers with this provisional status and SDP, reliably: again and again until the PRACK comes (RFC 3262). */
    public void progressesReliably(int provisional) {
        unanswered("answer " + provisional).progressesReliably(provisional);
    }

    /** Takes a PRACK; false if it is for nothing that was sent. */
    boolean acknowledges(SipRequest prack) {
        return answering != null && answering.acknowledges(prack);
    }

    /** Answers with this provisional status, changed by {@code edit}. */
    public void progresses(int provisional, Consumer<SipResponse.Builder> edit) {
        unanswered("answer " + provisional).progresses(provisional, edit);
    }

    /** Answers 200 with SDP. */
    public void answers() {
        answers(response -> {});
    }

    /** Answers 200 with SDP, changed by {@code edit}. */
    public void answers(Consumer<SipResponse.Builder> edit) {
        unanswered("answer").answers(edit);
    }

    /** Answers 200 once more with another To-tag, as if the INVITE had been forked; it has to be answered already. */
    public void answersAgain(String otherTag) {
        Answering known = answering;
        if (known == null) {
            throw wrong("answer again", "a call to this phone");
        }
        known.answersAgain(otherTag);
    }

    /** Answers with this status, 300 to 699. */
    public void rejects(int rejection) {
        rejects(rejection, response -> {});
    }

    /** Answers with this status, 300 to 699, changed by {@code edit}. */
    public void rejects(int rejection, Consumer<SipResponse.Builder> edit) {
        unanswered("reject").rejects(rejection, edit);
    }

    /** Does not answer at all, not even with a 100. */
    public void staysSilent() {
        unanswered("stay silent").staysSilent();
    }

    private Answering unanswered(String verb) {
        Answering known = answering;
        if (known == null || !Set.of(CallState.CALLING, CallState.EARLY).contains(state())) {
            throw wrong(verb, "a call to this phone that is not answered yet");
        }
        return known;
    }

    IllegalStateException wrong(String verb, String expected) {
        return new IllegalStateException(agent.name + " cannot " + verb + ": " + this + ", expected " + expected);
    }
}
