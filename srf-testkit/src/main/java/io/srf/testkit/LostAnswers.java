// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toUnmodifiableSet;

import io.srf.sip.Methods;
import io.srf.sip.SipResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Calls that were answered without their callers hearing of it: the network lost each 2xx, and the engine that was to repeat it died. Who goes on with such a call can not
 * know, and its callee waits for somebody to speak.
 */
final class LostAnswers {
    private LostAnswers() {}

    /** Their Call-IDs, when these engines have died. */
    static Set<String> in(Trace trace, List<EngineSilence> deaths) {
        Map<String, List<TracedPacket>> answers = trace.packets().stream()
                .filter(traced -> traced.packet().message() instanceof SipResponse response
                        && response.isSuccess()
                        && response.method().equals(Methods.INVITE))
                .collect(groupingBy(LostFarewells::callId));
        return answers.entrySet().stream()
                .filter(call -> isUnheard(call.getValue(), deaths))
                .map(Map.Entry::getKey)
                .collect(toUnmodifiableSet());
    }

    private static boolean isUnheard(List<TracedPacket> answers, List<EngineSilence> deaths) {
        Packet last = answers.getLast().packet();
        return answers.stream().allMatch(TracedPacket::isLost)
                && deaths.stream().anyMatch(death -> death.endsRepetitionsOf(last));
    }
}
