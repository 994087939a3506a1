// SPDX-License-Identifier: Apache-2.0
/**
 * The two levels of threads: {@link io.srf.internal.actor.Mailbox} for the internals of a call, {@link io.srf.internal.actor.SerialExecutor}
 * for the application's code.
 *
 * <p>A task in a mailbox never blocks, so whichever thread brings it may run it; a task of the application may block, and holds up only what
 * belongs to the same dialog.
 */
@NullMarked
package io.srf.internal.actor;

import org.jspecify.annotations.NullMarked;
