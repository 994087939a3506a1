// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.srf.server.Loop;
import java.util.List;

/**
 * Ends all that goes on in a shard because its engine stops: unanswered requests are refused with 503, INVITEs of applications are cancelled, dialogs end
 * with BYE. Touched by its shard's loop alone.
 */
final class Stopping {
    private static final int SERVICE_UNAVAILABLE = 503;

    private final Loop loop;
    private final Dialogs dialogs;
    private final UasCore uas;
    private final UacCore uac;

    Stopping(Loop loop, Dialogs dialogs, UasCore uas, UacCore uac) {
        this.loop = loop;
        this.dialogs = dialogs;
        this.uas = uas;
        this.uac = uac;
    }

    void begin() {
        for (OwedAnswer answer : uas.owed().all()) {
            UasCore.refuse(answer.transaction(), SERVICE_UNAVAILABLE);
            uas.forget(answer.transaction());
        }
        uac.giveUpAll();
        hangUp(dialogs.all().stream().filter(Dialog::isUp).toList());
    }

    private void hangUp(List<Dialog> open) {
        int size = Math.min(Orphans.BATCH, open.size());
        open.subList(0, size).forEach(dialog -> uac.answers().byes().send(dialog, Byes.ENGINE_STOPS));
        if (size < open.size()) {
            loop.timers().schedule(Orphans.BATCH_PAUSE_MILLIS, () -> hangUp(open.subList(size, open.size())));
        }
    }
}
