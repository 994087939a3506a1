// SPDX-License-Identifier: Apache-2.0
/**
 * How challenges are answered (RFC 3261 §22, RFC 7616, RFC 8760): who a user is ({@link io.srf.auth.Credentials}), what a dialog
 * has learned of the servers that ask ({@link io.srf.auth.Logins}), and what becomes of one request that was challenged
 * ({@link io.srf.auth.ChallengeMachine}). No I/O, clock or thread is in it.
 */
@NullMarked
package io.srf.auth;

import org.jspecify.annotations.NullMarked;
