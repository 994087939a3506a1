// SPDX-License-Identifier: Apache-2.0
package io.srf.server.routing;

import io.srf.sip.SipRequest;
import java.net.InetSocketAddress;

/**
 * A request outside of dialogs that nobody has been given yet.
 *
 * @param request as it was received
 * @param protocol it came by, such as {@code udp}
 * @param source where it came from
 */
public record Arrival(SipRequest request, String protocol, InetSocketAddress source) {}
