// SPDX-License-Identifier: Apache-2.0
package io.srf.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** What CPU this JVM has taken. */
final class Cpu {
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private Cpu() {}

    /** Nanoseconds of CPU that all threads have taken so far, those of the JVM's own among them. */
    static long used() {
        return PROCESS.getProcessCpuTime();
    }

    /** Nanoseconds of CPU that one thread has taken so far. */
    static long used(Thread thread) {
        return THREADS.getThreadCpuTime(thread.threadId());
    }
}
