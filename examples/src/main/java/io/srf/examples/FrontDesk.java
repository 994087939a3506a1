// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import io.srf.B2BUA;
import io.srf.Srf;
import io.srf.server.SrfServer;

/** The application that the README begins with; it runs until the process ends. */
final class FrontDesk {
    private FrontDesk() {}

    /** Connects every caller to Bob. */
    static void handlers(Srf srf) {
        srf.invite((req, res) -> {
            B2BUA call = srf.createB2BUA(req, res, "sip:bob@carrier.example").join(); // blocking is fine in a handler
            call.session().put("user", req.from().uri().user());
        });
        srf.onTerminate(e -> System.out.println(e.dialog().callId() + " ended: " + e.reason()));
    }

    public static void main(String[] args) throws InterruptedException {
        try (SrfServer engine = SrfServer.embedded("udp:0.0.0.0:5060");
                Srf srf = Srf.create(cfg -> cfg.app("front-desk"))) {
            handlers(srf);
            srf.connect(engine).join(); // the engine in this JVM
            // srf.connect("drachtio.example", 9022, "cymru"); // or a drachtio-server, or ./srf server, elsewhere
            Thread.currentThread().join();
        }
    }
}
