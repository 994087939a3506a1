// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import io.srf.testkit.Ladder;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Prints the lines of a ladder as they appear. */
final class LivePrinter implements AutoCloseable {
    private static final long PERIOD_MILLIS = 50;

    private final Ladder ladder;
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor();
    private int printed;

    LivePrinter(Ladder ladder) {
        this.ladder = ladder;
        ticker.scheduleAtFixedRate(this::print, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    private synchronized void print() {
        String text = ladder.toString();
        System.out.print(text.substring(printed));
        printed = text.length();
    }

    @Override
    public void close() {
        ticker.close();
        print();
    }
}
