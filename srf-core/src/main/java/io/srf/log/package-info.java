// SPDX-License-Identifier: Apache-2.0
/** Logs that stay readable: {@link io.srf.log.LogLimiter} keeps a flood of trouble from becoming a flood of lines. */
@NullMarked
package io.srf.log;

import org.jspecify.annotations.NullMarked;
