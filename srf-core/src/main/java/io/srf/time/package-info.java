// SPDX-License-Identifier: Apache-2.0
/** The only source of time: real in production, virtual in tests. */
@NullMarked
package io.srf.time;

import org.jspecify.annotations.NullMarked;
