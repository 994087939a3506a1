// SPDX-License-Identifier: Apache-2.0
/**
 * Session timers (RFC 4028): what messages say of them, and the machine that refreshes a session or ends it. No I/O, clock or thread; {@code
 * io.srf.server.dialog} drives it.
 */
@NullMarked
package io.srf.server.sessiontimer;

import org.jspecify.annotations.NullMarked;
