// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import io.srf.testkit.Ladder;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Prints the lines of a ladder as they appear, and a state whenever it is another one. */
final class LivePrinter implements AutoCloseable {
    private static final long PERIOD_MILLIS = 50;

    private final Ladder ladder;
    private final Supplier<String> state;
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor();
    private int printed;
    private String lastState = "";

    LivePrinter(Ladder ladder) {
        this(ladder, () -> "");
    }

    /** Prints the state below the messages that led to it, unless it is empty. */
    LivePrinter(Ladder ladder, Supplier<String> state) {
        this.ladder = ladder;
        this.state = state;
        ticker.scheduleAtFixedRate(this::print, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    private synchronized void print() {
        String now = state.get();
        String text = ladder.toString();
        System.out.print(text.substring(printed));
        printed = text.length();
        if (!now.equals(lastState)) {
            lastState = now;
            System.out.println(now);
        }
    }

    @Override
    public void close() {
        ticker.close();
        print();
    }
}
