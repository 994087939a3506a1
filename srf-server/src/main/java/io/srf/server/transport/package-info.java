// SPDX-License-Identifier: Apache-2.0
/**
 * Sockets: datagrams and streams become messages here, and messages become datagrams and streams.
 *
 * <p>{@link io.srf.server.transport.NettyNetwork} has the sockets, {@link io.srf.server.transport.NettyLoops} the
 * threads they and the calls live on. A socket belongs to one loop: it is read there, and what it brings is handed to
 * the {@link io.srf.server.transport.Network.Receiver} on that loop. Any thread may send.
 */
@NullMarked
package io.srf.server.transport;

import org.jspecify.annotations.NullMarked;
