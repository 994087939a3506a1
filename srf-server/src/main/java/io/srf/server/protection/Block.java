// SPDX-License-Identifier: Apache-2.0
package io.srf.server.protection;

import io.srf.server.transport.Subnet;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A network that is not heard.
 *
 * @param network one address of IPv4, a /64 of IPv6, or what was given
 * @param left how long it is still not heard; null for ever
 * @param found whether the engine found it by its offences; false if somebody gave it
 */
public record Block(Subnet network, @Nullable Duration left, boolean found) {}
