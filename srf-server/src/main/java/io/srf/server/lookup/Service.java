// SPDX-License-Identifier: Apache-2.0
package io.srf.server.lookup;

import io.srf.server.transport.Protocol;

/**
 * A name that SRV records are asked for.
 *
 * @param protocol what its servers speak
 * @param name such as {@code _sip._udp.example.com}
 */
public record Service(Protocol protocol, String name) {}
