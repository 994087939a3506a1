// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.srf.server.Loop;
import io.srf.server.transport.Flow;
import io.srf.time.Timer;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The connections that dialogs depend on, because their peers can be reached by no other (RFC 5626, RFC 7118). When one closes its peers have a time to come back by
 * another; those who do not are given up. Touched by its shard's loop alone.
 */
final class Lifelines {
    private final Loop loop;
    private final long graceMillis;
    private final Consumer<Dialog> lost;
    private final Map<Flow, Lifeline> byFlow = new HashMap<>();

    /** One connection, which may be silent as long as there is one, and the dialogs that depend on it, one at least. */
    static final class Lifeline {
        private final Flow flow;
        private final Set<Dialog> dialogs = new LinkedHashSet<>();
        private @Nullable Timer grace;

        Lifeline(Flow flow) {
            this.flow = flow;
            flow.hold();
        }
    }

    /**
     * None yet.
     *
     * @param grace how long a peer has to come back
     * @param lost is told of each dialog whose peer has not come back
     */
    Lifelines(Loop loop, Duration grace, Consumer<Dialog> lost) {
        this.loop = loop;
        this.graceMillis = grace.toMillis();
        this.lost = lost;
    }

    /** Takes into account where the peer of a dialog has been heard, and where it says that it is. */
    void tie(Dialog dialog) {
        Flow flow = dialog.flow();
        Lifeline before = dialog.lifeline();
        if (!dependsOn(dialog, flow)) {
            untie(dialog);
        } else if (before == null || !before.flow.equals(flow)) {
            untie(dialog);
            Lifeline line = byFlow.computeIfAbsent(flow, Lifeline::new);
            line.dialogs.add(dialog);
            dialog.lifeline(line);
            if (!flow.isOpen()) {
                cut(line);
            }
        }
    }

    private static boolean dependsOn(Dialog dialog, Flow flow) {
        return flow.endsWithConnection()
                && !dialog.isEnded()
                && (dialog.heard().hidden()
                        || ReturnWay.isOnly(flow, dialog.state().nextHop()));
    }

    /** A dialog depends on no connection any more. */
    void untie(Dialog dialog) {
        Lifeline line = dialog.lifeline();
        if (line == null) {
            return;
        }
        dialog.lifeline(null);
        line.dialogs.remove(dialog);
        if (line.dialogs.isEmpty()) {
            byFlow.remove(line.flow);
            line.flow.release();
            if (line.grace != null) {
                line.grace.cancel();
            }
        }
    }

    /** A connection has closed. */
    void closed(Flow flow) {
        Lifeline line = byFlow.get(flow);
        if (line != null) {
            cut(line);
        }
    }

    private void cut(Lifeline line) {
        if (line.grace == null) {
            line.grace = loop.timers().schedule(graceMillis, () -> giveUp(line));
        }
    }

    /** Gives up some of those who have not come back, and leaves the loop to others before the next. */
    private void giveUp(Lifeline line) {
        List<Dialog> next = line.dialogs.stream().limit(Orphans.BATCH).toList();
        line.grace = loop.timers().schedule(Orphans.BATCH_PAUSE_MILLIS, () -> giveUp(line));
        for (Dialog dialog : next) {
            untie(dialog);
            lost.accept(dialog);
        }
    }
}
