// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.Srf;

/** Applications that more than one test needs. */
public final class Apps {
    private Apps() {}

    /** Calls Bob for everybody, and carries out what either side of such a call asks for with REFER. */
    public static void transferring(Srf srf) {
        srf.invite((req, res) -> srf.createB2BUA(
                req,
                res,
                "sip:bob@bob.example",
                options -> options.bridge("REFER", (leg, refer, answer) -> srf.transfer(refer, answer))));
    }
}
