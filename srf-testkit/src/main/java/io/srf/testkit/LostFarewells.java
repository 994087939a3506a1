// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toUnmodifiableSet;

import io.srf.sip.Methods;
import io.srf.sip.SipMessage;
import io.srf.sip.SipRequest;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Calls that were hung up without their phones hearing of it, and that nobody else knows of: the network lost each BYE, the engine that was to repeat it died, and the
 * store had no record of the call.
 */
final class LostFarewells {
    private LostFarewells() {}

    /** Their Call-IDs, when these engines have died. */
    static Set<String> in(Trace trace, List<EngineSilence> deaths) {
        Map<String, List<TracedPacket>> byes = trace.packets().stream()
                .filter(traced -> traced.packet().message() instanceof SipRequest request && request.is(Methods.BYE))
                .collect(groupingBy(LostFarewells::callId));
        return byes.entrySet().stream()
                .filter(call -> isUnheard(call.getValue(), deaths))
                .map(Map.Entry::getKey)
                .collect(toUnmodifiableSet());
    }

    static String callId(TracedPacket traced) {
        SipMessage message = traced.packet().message();
        return message == null ? "" : message.callId();
    }

    private static boolean isUnheard(List<TracedPacket> byes, List<EngineSilence> deaths) {
        Packet last = byes.getLast().packet();
        return byes.stream().allMatch(TracedPacket::isLost) && deaths.stream().anyMatch(death -> death.cutsShort(last));
    }
}
