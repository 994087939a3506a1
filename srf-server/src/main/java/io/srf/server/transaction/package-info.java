// SPDX-License-Identifier: Apache-2.0
/**
 * SIP transactions: requests and their responses, sent again until they arrive (RFC 3261 §17, RFC 6026).
 *
 * <p>Each machine ({@code InviteClient}, {@code NonInviteClient}, {@code InviteServer}, {@code NonInviteServer},
 * {@code InviteCancel}, {@code AnswerRetransmission}) is a pure {@code step(state, event)}; {@link
 * io.srf.server.transaction.TransactionLayer} finds the transaction that a message belongs to and runs its machine's effects.
 *
 * <p>Everything here belongs to one shard and is touched by its {@link io.srf.server.Loop} alone.
 */
@NullMarked
package io.srf.server.transaction;

import org.jspecify.annotations.NullMarked;
