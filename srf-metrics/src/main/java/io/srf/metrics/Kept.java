// SPDX-License-Identifier: Apache-2.0
package io.srf.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.TimeGauge;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/**
 * Meters that hold what they read, so that nobody else need do so: it lives as long as the registry has them.
 *
 * <p>Micrometer by itself refers to it weakly, and after the next garbage collection gauges are {@code NaN} and counters stand still.
 */
final class Kept {
    private Kept() {}

    static Gauge.Builder<DoubleSupplier> gauge(String name, DoubleSupplier value) {
        return Gauge.builder(name, value, DoubleSupplier::getAsDouble).strongReference(true);
    }

    static TimeGauge.Builder<DoubleSupplier> timeGauge(String name, TimeUnit unit, DoubleSupplier value) {
        return TimeGauge.builder(name, value, unit, DoubleSupplier::getAsDouble).strongReference(true);
    }

    /** The function, which the meter holds, refers to the value, and not only to what it is given. */
    static FunctionCounter.Builder<DoubleSupplier> counter(String name, DoubleSupplier value) {
        return FunctionCounter.builder(name, value, same -> value.getAsDouble());
    }
}
