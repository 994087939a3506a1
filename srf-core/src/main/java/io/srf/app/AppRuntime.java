// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import io.srf.time.Timers;
import java.util.concurrent.Executor;

/**
 * What an application runs on.
 *
 * @param executor runs handlers and what follows a future; in production one virtual thread for each
 * @param timers all time there is
 * @param limits how long agents wait
 */
public record AppRuntime(Executor executor, Timers timers, AppLimits limits) {}
