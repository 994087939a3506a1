// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import io.srf.drachtio.DrachtioServer;
import io.srf.drachtio.OnTheWire;
import io.srf.link.Connector;
import java.util.function.UnaryOperator;

/** What an application in virtual time is linked to. */
enum Linked {
    /** Our engine in the same JVM. */
    EMBEDDED(engine -> engine),
    /** A drachtio-server in C++, as far as the application can tell. */
    DRACHTIO(engine -> new OnTheWire(new DrachtioServer(engine, "embedded")));

    private final UnaryOperator<Connector> way;

    Linked(UnaryOperator<Connector> way) {
        this.way = way;
    }

    UnaryOperator<Connector> way() {
        return way;
    }
}
