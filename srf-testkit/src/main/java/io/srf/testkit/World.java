// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

/** Phones that can reach each other, and the trace of what they say: simulated or over real sockets. */
public interface World extends AutoCloseable {
    /** A new phone with this name, at an address of its own, over UDP. */
    Phone phone(String name);

    /** Everything that was sent. */
    Trace trace();

    /** Everything that was sent, as a diagram. */
    default Ladder ladder() {
        return Ladder.of(trace());
    }

    /** Unplugs all phones. */
    @Override
    void close();
}
