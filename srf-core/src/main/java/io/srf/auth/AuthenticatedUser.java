// SPDX-License-Identifier: Apache-2.0
package io.srf.auth;

/**
 * Who a request is from, proved by a password.
 *
 * @param name as the secret was looked up
 * @param realm that has asked
 */
public record AuthenticatedUser(String name, String realm) {}
