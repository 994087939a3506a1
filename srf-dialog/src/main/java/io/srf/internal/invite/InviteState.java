// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.invite;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Where an INVITE of ours stands.
 *
 * @param phase how far it has come
 * @param tag To tag of the 2xx we took; "" before
 * @param others To tags of 2xx that did not become this dialog: handed over, or acknowledged and ended with BYE because nobody wanted them
 * @param rseqs the RSeq of the last reliable provisional response, by To tag (RFC 3262 §4)
 */
public record InviteState(Phase phase, String tag, Set<String> others, Map<String, Integer> rseqs) {
    /** How far an INVITE has come. */
    public enum Phase {
        /** It was handed to the engine. */
        CALLING,
        /** A provisional response came. */
        RINGING,
        /** A 2xx with an offer came; the answer that its ACK will carry is being made. */
        ANSWERING,
        /** A 2xx came and was acknowledged. */
        CONFIRMED,
        /** It was cancelled. */
        CANCELLING,
        /** Nothing more is expected. */
        OVER
    }

    /** An INVITE that was just handed to the engine. */
    public static final InviteState START = new InviteState(Phase.CALLING, "", Set.of(), Map.of());

    InviteState in(Phase newPhase) {
        return new InviteState(newPhase, tag, others, rseqs);
    }

    /** It was sent anew, to another target. */
    InviteState restarted() {
        return new InviteState(Phase.CALLING, tag, others, Map.of());
    }

    InviteState with(Phase newPhase, String newTag) {
        return new InviteState(newPhase, newTag, others, rseqs);
    }

    InviteState withOther(String otherTag) {
        Set<String> more = new HashSet<>(others);
        more.add(otherTag);
        return new InviteState(phase, tag, Set.copyOf(more), rseqs);
    }

    InviteState withRseq(String fork, int rseq) {
        Map<String, Integer> more = new HashMap<>(rseqs);
        more.put(fork, rseq);
        return new InviteState(phase, tag, others, Map.copyOf(more));
    }
}
