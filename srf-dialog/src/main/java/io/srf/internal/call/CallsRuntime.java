// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.StoreTrouble;
import io.srf.session.internal.SessionKeeper;
import io.srf.time.Timers;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * What calls run on.
 *
 * @param executor runs the application's code
 * @param timers all time there is
 * @param keeper keeps what must survive
 * @param random decides how long glare is waited out
 * @param trouble what happens while the store fails
 */
public record CallsRuntime(
        Executor executor, Timers timers, SessionKeeper keeper, RandomGenerator random, StoreTrouble trouble) {}
