// SPDX-License-Identifier: Apache-2.0
/**
 * The setting-up of a back-to-back call as a machine: {@link io.srf.internal.b2bua.SetupMachine}. No I/O, clock or thread is in it.
 */
@NullMarked
package io.srf.internal.b2bua;

import org.jspecify.annotations.NullMarked;
