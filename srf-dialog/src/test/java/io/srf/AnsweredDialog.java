// SPDX-License-Identifier: Apache-2.0
package io.srf;

import io.srf.script.EngineLeg;
import java.util.function.Consumer;

/** A dialog that stands alone, which Alice has made. */
abstract class AnsweredDialog extends DialogWorld {
    static final String SDP_A2 = sdp("alice", 2, 20_002, "sendrecv");
    static final String SDP_A_HOLD = sdp("alice", 2, 20_000, "sendonly");

    Dialog dialog;

    EngineLeg alice() {
        return alice(dialog -> {});
    }

    EngineLeg alice(Consumer<Dialog> prepare) {
        srf.invite((req, res) -> dialog = srf.createUAS(
                        req, res, options -> options.localSdp(SDP_B).prepare(prepare))
                .join());
        EngineLeg a = engine.calls("A", SDP_A);
        a.acks();
        return a;
    }

    void hangUp(EngineLeg a) {
        a.sends("BYE");
    }
}
