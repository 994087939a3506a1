// SPDX-License-Identifier: Apache-2.0
package io.srf.examples.recipes;

import io.srf.Dialog;
import io.srf.Srf;
import io.srf.app.Request;
import io.srf.app.Response;
import java.util.function.UnaryOperator;

/** Answers with an announcement, and does what the caller's digits say. */
final class Menu {
    private final Srf srf;
    private final UnaryOperator<String> media;

    /**
     * Adds it to an application.
     *
     * @param media asks a media server for the answer to a caller's offer; it may block
     */
    Menu(Srf srf, UnaryOperator<String> media) {
        this.srf = srf;
        this.media = media;
        srf.invite(this::greet);
    }

    private void greet(Request req, Response res) {
        srf.createUAS(
                        req,
                        res,
                        o -> o.localSdp(media)
                                .prepare(caller -> caller.onInfo((info, answer) -> {
                                    answer.send(200);
                                    choose(caller, info.body());
                                })))
                .join();
    }

    private void choose(Dialog caller, String digit) {
        switch (digit) {
            case "Signal=1" -> srf.join(caller, "sip:sales@sales.example");
            case "Signal=2" -> caller.modify(media); // the caller offers once more, and hears something else
            default -> caller.destroy();
        }
    }
}
