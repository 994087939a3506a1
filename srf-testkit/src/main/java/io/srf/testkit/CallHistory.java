// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Goes through what the engines of a {@link SimCluster} have sent, and finds what nodes that go on with each other's calls must never do: use a CSeq
 * twice in a dialog, let it fall, or send a BYE after another that arrived. One whose engine died, or stood still, before the end was written is followed by another,
 * and is perhaps repeated behind that: who has ended the call answers with 481 (RFC 3261 §15.1.2), and who has not would stay in it.
 */
final class CallHistory {
    private final List<String> faults = new ArrayList<>();
    private final Map<String, Packet> transactions = new HashMap<>();
    private final Map<String, Integer> lastSeq = new HashMap<>();
    private final Map<String, Packet> byes = new HashMap<>();
    private final Set<String> heard = new HashSet<>();
    private final List<EngineSilence> silences;

    private CallHistory(List<EngineSilence> silences) {
        this.silences = silences;
    }

    /** What is wrong with what this host sent, whose engines were silent from then on. */
    static List<String> faultsOf(Trace trace, String host, List<EngineSilence> silences) {
        CallHistory history = new CallHistory(silences);
        for (TracedPacket traced : trace.packets()) {
            Packet packet = traced.packet();
            if (trace.nameOf(packet.from()).equals(host) && packet.message() instanceof SipRequest request) {
                history.sent(request, traced);
            }
        }
        return history.faults;
    }

    private void sent(SipRequest request, TracedPacket traced) {
        if (request.is(Methods.ACK)
                || request.is(Methods.CANCEL)
                || request.to().tag() == null) {
            return;
        }
        String dialog = request.callId()
                + ' '
                + request.from().tag()
                + ' '
                + request.to().tag();
        Packet packet = traced.packet();
        Packet first = transactions.putIfAbsent(branch(request), packet);
        if (first == null) {
            begun(request, dialog);
        }
        if (request.is(Methods.BYE) && !traced.isLost() && heard.add(branch(request))) {
            ended(dialog, first == null ? packet : first, packet);
        }
    }

    private void begun(SipRequest request, String dialog) {
        int seq = request.cseq().number();
        Integer before = lastSeq.put(dialog, seq);
        if (before != null && before >= seq) {
            faults.add(request.method() + " with CSeq " + seq + " after " + before + " in " + dialog);
        }
    }

    /** A BYE arrives, which was sent like this first. */
    private void ended(String dialog, Packet first, Packet bye) {
        Packet before = byes.put(dialog, bye);
        if (before != null
                && silences.stream()
                        .noneMatch(silence -> silence.isBetween(before, bye) || silence.isBetween(first, before))) {
            faults.add("a second BYE in " + dialog);
        }
    }

    private static String branch(SipRequest request) {
        return String.valueOf(request.header(HeaderName.VIA));
    }
}
