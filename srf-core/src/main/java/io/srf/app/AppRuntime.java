// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import io.srf.flight.FlightRecorder;
import io.srf.flight.RecorderLimits;
import io.srf.time.Timers;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * What an application runs on.
 *
 * @param executor runs handlers and what follows a future; in production one virtual thread for each
 * @param timers all time there is
 * @param limits how long agents wait
 * @param random decides what is left to chance; safe for use by many threads
 * @param recorder takes down what happens, where the engine has none to share
 */
public record AppRuntime(
        Executor executor, Timers timers, AppLimits limits, RandomGenerator random, FlightRecorder recorder) {
    /** The same without a recorder. */
    public AppRuntime(Executor executor, Timers timers, AppLimits limits) {
        this(executor, timers, limits, new Random(), new FlightRecorder(RecorderLimits.OFF, timers));
    }
}
