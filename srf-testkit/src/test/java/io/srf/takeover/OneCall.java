// SPDX-License-Identifier: Apache-2.0
package io.srf.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.testkit.Phone;

/** Whether two phones are in one and the same call after a re-INVITE that nobody may know of any more. */
final class OneCall {
    private OneCall() {}

    /** They agree on who is on hold, and reach each other. */
    static void between(Phone alice, Phone bob) {
        assertThat(alice.call().direction().receives())
                .isEqualTo(bob.call().direction().sends());
        assertThat(bob.call().direction().receives())
                .isEqualTo(alice.call().direction().sends());
        alice.isInCall().sends("INFO", "Signal=1").sees(200, "INFO");
        bob.isInCall().sends("INFO", "Signal=2").sees(200, "INFO");
    }

    /** Alice hangs up, and both are idle. */
    static void ends(Phone alice, Phone bob) {
        alice.hangsUp().sees(200, "BYE").isIdle();
        bob.isTold("BYE").isIdle();
        givesUp(alice);
        givesUp(bob);
    }

    /** Whose re-INVITE was only answered with 100 waits for a final response that nobody can give. */
    private static void givesUp(Phone phone) {
        if (phone.leftovers().stream().anyMatch(left -> left.contains("(client, PROCEEDING)"))) {
            phone.cancels();
        }
    }
}
