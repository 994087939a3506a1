// SPDX-License-Identifier: Apache-2.0
package io.srf.flight;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Which Call-IDs belong to one call, as far as a recorder was told. For one thread. */
final class CallParts {
    /** For a part, the Call-ID of the call that it belongs to. */
    private final Map<String, String> leads = new HashMap<>();

    /** What {@link Recorder#join} has said. A part of one call is not taken by another. */
    void join(Ring.Taken joined) {
        String lead = lead(joined.name());
        String leg = Entries.leg(joined.entry());
        if (!lead.equals(leg)) {
            leads.putIfAbsent(leg, lead);
        }
    }

    /** The Call-ID of the call that this is a part of; itself if it is a call of its own. */
    String lead(String callId) {
        String lead = callId;
        for (String next = leads.get(lead); next != null; next = leads.get(lead)) {
            lead = next;
        }
        return lead;
    }

    /** All Call-IDs of the call that this is a part of. */
    Set<String> all(String callId) {
        String lead = lead(callId);
        Set<String> all = new LinkedHashSet<>(Set.of(lead));
        leads.keySet().stream().filter(leg -> lead(leg).equals(lead)).forEach(all::add);
        return all;
    }
}
