// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipMessage;
import io.srf.sip.SipRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Goes through what the engines of a {@link SimCluster} have sent, and finds what nodes that go on with each other's calls must never do: use a CSeq
 * twice in a dialog, let it fall, or send a BYE after another that arrived.
 */
final class CallHistory {
    private final List<String> faults = new ArrayList<>();
    private final Set<String> transactions = new HashSet<>();
    private final Map<String, Integer> lastSeq = new HashMap<>();
    private final Map<String, String> byes = new HashMap<>();

    private CallHistory() {}

    /** What is wrong with what this host sent. */
    static List<String> faultsOf(Trace trace, String host) {
        CallHistory history = new CallHistory();
        for (TracedPacket traced : trace.packets()) {
            Packet packet = traced.packet();
            if (trace.nameOf(packet.from()).equals(host) && packet.message() instanceof SipRequest request) {
                history.sent(request, traced.isLost());
            }
        }
        return history.faults;
    }

    private void sent(SipRequest request, boolean lost) {
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
        String branch = branch(request);
        if (transactions.add(branch)) {
            begun(request, dialog);
        }
        if (request.is(Methods.BYE)
                && !lost
                && !byes.computeIfAbsent(dialog, first -> branch).equals(branch)) {
            faults.add("a second BYE in " + dialog);
        }
    }

    private void begun(SipRequest request, String dialog) {
        int seq = request.cseq().number();
        Integer before = lastSeq.put(dialog, seq);
        if (before != null && before >= seq) {
            faults.add(request.method() + " with CSeq " + seq + " after " + before + " in " + dialog);
        }
    }

    private static String branch(SipMessage request) {
        return String.valueOf(request.header(HeaderName.VIA));
    }
}
