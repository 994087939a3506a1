// SPDX-License-Identifier: Apache-2.0
/** Sockets: datagrams and streams become messages here, and messages become datagrams and streams. */
@NullMarked
package io.srf.server.transport;

import org.jspecify.annotations.NullMarked;
