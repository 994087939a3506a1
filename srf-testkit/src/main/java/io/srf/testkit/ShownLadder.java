// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import java.io.Serial;

/** Shows the ladder of a test that failed, as a suppressed exception of its failure. */
final class ShownLadder extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private ShownLadder(String ladder) {
        super(ladder, null, false, false);
    }

    /** Adds the ladder, unless the failure's message ends with it already. */
    static void addTo(Throwable failure, Ladder ladder) {
        String text = ladder.tail();
        if (!String.valueOf(failure.getMessage()).endsWith(text)) {
            failure.addSuppressed(new ShownLadder("what happened until then:\n" + text));
        }
    }
}
