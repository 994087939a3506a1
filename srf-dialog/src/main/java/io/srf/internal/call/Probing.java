// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.app.Agent;
import io.srf.internal.dialog.DialogState.Phase;
import io.srf.time.Timers;
import io.srf.wire.EngineVersion;
import io.srf.wire.Reply;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Asks after the dialogs of a link that broke and came back, where the engine is a drachtio-server.
 *
 * <p>Such a server lets us send in a dialog over any link, but it refuses what the peer sends once the link that made the dialog is gone, a BYE
 * too, and does not tell us. So there is a {@link Probe} of each dialog from time to time: the server or the peer says so when there is none any
 * more, or nobody says anything, and the other leg of a bridge ends too.
 */
final class Probing {
    /** How long a leg may be up without its peer. */
    static final Duration PERIOD = Duration.ofSeconds(30);

    private final Calls calls;
    private final Timers timers;
    private final Set<Leg> probed = ConcurrentHashMap.newKeySet();

    Probing(Calls calls, Timers timers) {
        this.calls = calls;
        this.timers = timers;
    }

    /** A link is open again; what is on it from before may not be heard of. */
    void linkIsBack(Agent agent, Reply.Authenticated engine) {
        if (!new EngineVersion(engine.version()).isSrf()) {
            calls.legs().stream()
                    .filter(leg -> leg.agent() == agent && probed.add(leg))
                    .forEach(this::probe);
        }
    }

    private void probe(Leg leg) {
        leg.call().execute(() -> {
            if (leg.phase() == Phase.CONFIRMED) {
                Probe.send(leg);
            }
            if (leg.phase() == Phase.TERMINATED) {
                probed.remove(leg);
            } else {
                timers.schedule(PERIOD.toMillis(), () -> probe(leg));
            }
        });
    }
}
