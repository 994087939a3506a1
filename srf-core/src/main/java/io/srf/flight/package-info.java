// SPDX-License-Identifier: Apache-2.0
/**
 * The flight recorder: what happened in each call, kept in bounded memory while it happens, and shown as a ladder or as a file afterwards.
 *
 * <p>{@link io.srf.flight.Recorder} is what engines and applications tell things to, {@link io.srf.flight.FlightRecorder} keeps them, and
 * {@link io.srf.flight.RecordedCall} is one call taken out of it.
 */
@NullMarked
package io.srf.flight;

import org.jspecify.annotations.NullMarked;
