// SPDX-License-Identifier: Apache-2.0
/**
 * Passwords (RFC 3261 §22, RFC 7616, RFC 8760).
 *
 * <p>How challenges are answered: who a user is ({@link io.srf.auth.Credentials}), what a dialog
 * has learned of the servers that ask ({@link io.srf.auth.Logins}), and what becomes of one request that was challenged
 * ({@link io.srf.auth.ChallengeMachine}).
 *
 * <p>How they are made: what a server knows of its users ({@link io.srf.auth.SecretLookup}), and what it decides about a request
 * ({@link io.srf.auth.DigestVerifier}).
 *
 * <p>No I/O, clock or thread is in it.
 */
@NullMarked
package io.srf.auth;

import org.jspecify.annotations.NullMarked;
