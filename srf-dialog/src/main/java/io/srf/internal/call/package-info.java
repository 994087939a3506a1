// SPDX-License-Identifier: Apache-2.0
/**
 * The calls: thin drivers that run the machines and do what they say, one file for each thing a call can do.
 *
 * <p>Everything that belongs to one call is touched by tasks of its {@link io.srf.internal.actor.Mailbox} alone, and nothing here blocks; code of the
 * application runs on a {@link io.srf.internal.actor.SerialExecutor}, or on the executor itself where it makes a session description.
 */
@NullMarked
package io.srf.internal.call;

import org.jspecify.annotations.NullMarked;
