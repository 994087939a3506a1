// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import io.srf.Dialog;
import io.srf.Srf;

/** Prints the beginning, the takeover and the end of each dialog, one line each. */
final class DialogLog {
    /** Where the session has who called; another node prints it too. */
    private static final String CALLER = "caller";

    private DialogLog() {}

    static void attach(Srf srf) {
        srf.use((req, res, next) -> {
            if (req.dialogId() == null) {
                srf.session(req).put(CALLER, req.from().uri().toString());
            }
            next.run();
        });
        srf.onCreate(e -> print("created", e.dialog(), ""));
        srf.onRecover(dialog -> print("recovered", dialog, ""));
        srf.onTerminate(e -> print("terminated", e.dialog(), " reason=" + e.reason()));
    }

    private static void print(String event, Dialog dialog, String more) {
        System.out.println(event + ' ' + dialog.role() + ' ' + dialog.callId() + " caller="
                + dialog.session().get(CALLER, String.class) + more);
    }
}
