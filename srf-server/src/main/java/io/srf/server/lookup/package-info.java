// SPDX-License-Identifier: Apache-2.0
/**
 * Finds where a URI leads (RFC 3263 §4): which records are asked for, in which order their targets are tried, and which targets failed lately. {@code
 * DnsNames} asks DNS with Netty; everything else knows no sockets.
 */
@NullMarked
package io.srf.server.lookup;

import org.jspecify.annotations.NullMarked;
