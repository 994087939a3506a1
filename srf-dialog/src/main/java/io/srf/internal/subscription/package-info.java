// SPDX-License-Identifier: Apache-2.0
/** One subscription as a machine: {@link io.srf.internal.subscription.SubscriptionMachine}. No I/O, clock or thread is in it. */
@NullMarked
package io.srf.internal.subscription;

import org.jspecify.annotations.NullMarked;
