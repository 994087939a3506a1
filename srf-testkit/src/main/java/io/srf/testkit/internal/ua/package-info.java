// SPDX-License-Identifier: Apache-2.0
/**
 * The transactions and dialogs of a phone: small, and independent of the engine's, so that one finds the other's mistakes.
 *
 * <p>Everything here is used by the phone's thread alone. Time comes from {@link io.srf.testkit.internal.ua.Alarms}, messages leave
 * through an {@link io.srf.testkit.internal.ua.Outlet}.
 */
@NullMarked
package io.srf.testkit.internal.ua;

import org.jspecify.annotations.NullMarked;
