// SPDX-License-Identifier: Apache-2.0
/**
 * What applications and engines say to each other: the drachtio protocol as records, and its one byte codec.
 *
 * <p>A {@link io.srf.wire.ClientMessage} goes from an application to an engine, a {@link io.srf.wire.ServerMessage} back.
 * Inside one JVM the records travel as they are.
 */
@NullMarked
package io.srf.wire;

import org.jspecify.annotations.NullMarked;
