// SPDX-License-Identifier: Apache-2.0
/** The SIP engine: its configuration, its loops, and what ties transports, transactions, dialogs and applications together. */
@NullMarked
package io.srf.server;

import org.jspecify.annotations.NullMarked;
