// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import io.srf.drachtio.DrachtioServer;
import io.srf.drachtio.OnTheWire;
import io.srf.drachtio.Passage;
import io.srf.link.Connector;

/** What an application in virtual time is linked to. */
enum Linked {
    /** Our engine in the same JVM. */
    EMBEDDED,
    /** Our engine behind the bytes of the wire protocol, as in another process. */
    SRF_SERVER,
    /** A drachtio-server in C++, as far as the application can tell. */
    DRACHTIO;

    /** The application's way there, on top of this engine. */
    Connector to(Connector engine) {
        return switch (this) {
            case EMBEDDED -> engine;
            case SRF_SERVER -> new OnTheWire(new Passage(engine));
            case DRACHTIO -> new OnTheWire(new DrachtioServer(engine, "embedded"));
        };
    }
}
