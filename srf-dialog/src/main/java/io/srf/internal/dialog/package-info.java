// SPDX-License-Identifier: Apache-2.0
/**
 * The INVITE dialog as a machine: {@link io.srf.internal.dialog.DialogMachine} over its {@link io.srf.internal.dialog.DialogState}. No I/O,
 * clock or thread is in it.
 */
@NullMarked
package io.srf.internal.dialog;

import org.jspecify.annotations.NullMarked;
