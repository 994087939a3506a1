// SPDX-License-Identifier: Apache-2.0
package io.srf.server.proxy;

import io.srf.server.transport.Flow;
import io.srf.sip.Methods;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The INVITEs that are being passed on, by the connections that their callers opened. For the shard's loop alone. */
final class Callers {
    private final Map<Flow, Set<ProxiedRequest>> byFlow = new HashMap<>();

    /** Notes which connection a request came by. */
    void enter(ProxiedRequest request) {
        Flow flow = request.received().flow();
        if (flow.endsWithConnection() && request.received().request().is(Methods.INVITE)) {
            byFlow.computeIfAbsent(flow, unknown -> new LinkedHashSet<>(2)).add(request);
        }
    }

    /** Undoes {@link #enter}. */
    void leave(ProxiedRequest request) {
        Flow flow = request.received().flow();
        Set<ProxiedRequest> others = byFlow.get(flow);
        if (others != null && others.remove(request) && others.isEmpty()) {
            byFlow.remove(flow);
        }
    }

    /** The INVITEs that came by this connection. */
    List<ProxiedRequest> on(Flow flow) {
        return List.copyOf(byFlow.getOrDefault(flow, Set.of()));
    }
}
