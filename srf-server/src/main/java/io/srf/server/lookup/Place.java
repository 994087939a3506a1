// SPDX-License-Identifier: Apache-2.0
package io.srf.server.lookup;

import io.srf.server.transport.Protocol;

/**
 * A server whose addresses are asked for.
 *
 * @param protocol what it speaks
 * @param host its name, or an IP address without brackets
 * @param port 1 to 65535
 */
public record Place(Protocol protocol, String host, int port) {}
