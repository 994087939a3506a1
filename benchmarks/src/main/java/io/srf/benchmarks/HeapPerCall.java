// SPDX-License-Identifier: Apache-2.0
package io.srf.benchmarks;

import io.srf.flight.RecorderLimits;
import io.srf.session.SessionStore;
import io.srf.session.memory.MemorySessionStore;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How much heap a B2BUA call of two legs takes: what is allocated to set it up, and what is held while it goes on. Engine, application and sockets are
 * real; the two phones hold nothing.
 *
 * <pre>
 * java -XX:+UseSerialGC -Xmx1g -cp … io.srf.benchmarks.HeapPerCall [CALLS [CLASSES]]
 * </pre>
 *
 * With CLASSES it also prints that many classes whose instances take most of a call.
 */
public final class HeapPerCall {
    private static final int DEFAULT_CALLS = 2_000;
    private static final String ROW = "%-10s %-8s %14s %14s %14s%n";

    private final int calls;
    private final int classes;

    private HeapPerCall(int calls, int classes) {
        this.calls = calls;
        this.classes = classes;
    }

    /** Measures with and without flight recorder and session store, and prints a table. */
    public static void main(String[] args) throws Exception {
        int calls = args.length > 0 ? Integer.parseInt(args[0]) : DEFAULT_CALLS;
        int classes = args.length > 1 ? Integer.parseInt(args[1]) : 0;
        new HeapPerCall(calls, classes).run();
    }

    private void run() throws Exception {
        System.out.printf("bytes per call, of %,d calls%n", calls);
        System.out.printf(ROW, "recorder", "store", "allocated", "held", "left over");
        for (RecorderLimits recorder : List.of(RecorderLimits.OFF, RecorderLimits.DEFAULT)) {
            measure(recorder, null);
            try (MemorySessionStore store = MemorySessionStore.create()) {
                measure(recorder, store);
            }
        }
    }

    private void measure(RecorderLimits recorder, @Nullable SessionStore store) throws Exception {
        try (MeasuredCalls measured = new MeasuredCalls(recorder, store)) {
            measured.place(calls);
            measured.end();
            long before = Heap.used();
            Map<String, Long> classesBefore = classes == 0 ? Map.of() : Heap.classes();

            long allocatedBefore = measured.allocated();
            measured.place(calls);
            long allocated = measured.allocated() - allocatedBefore;
            measured.awaitTransactions();
            long held = Heap.used() - before;
            Map<String, Long> classesAfter = classes == 0 ? Map.of() : Heap.classes();

            measured.end();
            long left = Heap.used() - before;
            System.out.printf(
                    ROW,
                    recorder.bytes() == 0 ? "off" : "on",
                    store == null ? "none" : "memory",
                    perCall(allocated),
                    perCall(held),
                    perCall(left));
            printGrowth(classesBefore, classesAfter);
        }
    }

    private String perCall(long bytes) {
        return String.format("%,d", Math.round((double) bytes / calls));
    }

    private void printGrowth(Map<String, Long> before, Map<String, Long> after) {
        after.entrySet().stream()
                .map(type -> Map.entry(type.getKey(), type.getValue() - before.getOrDefault(type.getKey(), 0L)))
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(classes)
                .forEach(type -> System.out.printf("    %10s  %s%n", perCall(type.getValue()), type.getKey()));
    }
}
