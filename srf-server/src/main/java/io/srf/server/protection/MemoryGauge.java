// SPDX-License-Identifier: Apache-2.0
package io.srf.server.protection;

/** Says what share of the memory is in use. Any thread may ask. */
@FunctionalInterface
public interface MemoryGauge {
    /** That of this JVM. */
    MemoryGauge JVM = new JvmMemory();

    /** The largest share of any kind of memory, 0 to 1. */
    double share();
}
