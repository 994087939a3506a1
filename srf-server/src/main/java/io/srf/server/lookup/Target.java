// SPDX-License-Identifier: Apache-2.0
package io.srf.server.lookup;

import io.srf.server.transport.Protocol;
import java.net.InetSocketAddress;

/**
 * Where a request can be sent (RFC 3263 §4): an address, a port and how to speak there.
 *
 * @param protocol the transport protocol
 * @param address resolved
 */
public record Target(Protocol protocol, InetSocketAddress address) {}
