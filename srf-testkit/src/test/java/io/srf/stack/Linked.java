// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import io.srf.drachtio.DrachtioServer;
import io.srf.drachtio.OnTheWire;
import io.srf.link.Connector;

/** What an application in virtual time is linked to. */
enum Linked {
    /** Our engine in the same JVM. */
    EMBEDDED,
    /** A drachtio-server in C++, as far as the application can tell. */
    DRACHTIO;

    /** The application's way there, on top of this engine. */
    Connector to(Connector engine) {
        return this == EMBEDDED ? engine : new OnTheWire(new DrachtioServer(engine, "embedded"));
    }
}
