// SPDX-License-Identifier: Apache-2.0
/**
 * Keeps calls in a store behind their backs: {@link io.srf.session.internal.SessionKeeper} opens a
 * {@link io.srf.session.internal.KeptCall} per call, whose changes are written later by a few writers.
 *
 * <p>Per call, {@link io.srf.session.internal.RecordMachine} says which write is next and what its result means, {@code CallWriter} runs it,
 * and {@code WriteQueue} decides when.
 */
@NullMarked
package io.srf.session.internal;

import org.jspecify.annotations.NullMarked;
