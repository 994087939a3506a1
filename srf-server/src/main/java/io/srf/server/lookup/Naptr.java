// SPDX-License-Identifier: Apache-2.0
package io.srf.server.lookup;

/**
 * A NAPTR record: a service that a domain offers (RFC 3403 §4.1, RFC 3263 §4.1).
 *
 * @param order lower comes first, and rules out what is higher
 * @param preference among those with the same order, lower comes first
 * @param flags "s" if the replacement is the name of SRV records
 * @param service such as {@code SIP+D2U}
 * @param replacement the name to go on with
 */
public record Naptr(int order, int preference, String flags, String service, String replacement) {}
