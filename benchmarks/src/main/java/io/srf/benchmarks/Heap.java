// SPDX-License-Identifier: Apache-2.0
package io.srf.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.ObjectName;

/** What this JVM has on its heap. */
final class Heap {
    private static final int COLLECTIONS = 3;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Heap() {}

    /** Bytes in use after a garbage collection. */
    static long used() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Bytes that all threads have allocated so far. */
    static long allocated() {
        return THREADS.getTotalThreadAllocatedBytes();
    }

    /** Bytes that one thread has allocated so far. */
    static long allocated(Thread thread) {
        return THREADS.getThreadAllocatedBytes(thread.threadId());
    }

    /** Bytes of the live instances of each class. */
    static Map<String, Long> classes() throws JMException {
        ObjectName commands = new ObjectName("com.sun.management:type=DiagnosticCommand");
        Object text = ManagementFactory.getPlatformMBeanServer()
                .invoke(commands, "gcClassHistogram", new Object[] {null}, new String[] {String[].class.getName()});
        // "   1:   3456   789012  java.lang.String (java.base@25)"
        return text.toString()
                .lines()
                .map(line -> line.strip().split("\\s+"))
                .filter(columns -> columns.length >= 4 && columns[0].endsWith(":"))
                .collect(Collectors.toMap(columns -> columns[3], columns -> Long.valueOf(columns[2]), Long::sum));
    }
}
