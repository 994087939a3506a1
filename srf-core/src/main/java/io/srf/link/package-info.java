// SPDX-License-Identifier: Apache-2.0
/**
 * The way between an application and an engine: over TCP in either direction, over a UNIX domain socket, or inside one JVM.
 *
 * <p>A {@link io.srf.link.Link} carries messages and nothing else; {@link io.srf.link.LinkClient} makes of it what an application needs: it
 * authenticates, asks for its methods, pings, reconnects, and settles what was pending when a link drops.
 */
@NullMarked
package io.srf.link;

import org.jspecify.annotations.NullMarked;
