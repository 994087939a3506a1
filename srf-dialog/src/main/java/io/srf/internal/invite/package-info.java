// SPDX-License-Identifier: Apache-2.0
/**
 * The INVITE we send, until it is a dialog or over, as a machine: {@link io.srf.internal.invite.InviteMachine}. No I/O, clock or thread is in
 * it.
 */
@NullMarked
package io.srf.internal.invite;

import org.jspecify.annotations.NullMarked;
