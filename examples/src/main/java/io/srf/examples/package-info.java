// SPDX-License-Identifier: Apache-2.0
/** Runnable examples, started through {@code ./srf}. */
@NullMarked
package io.srf.examples;

import org.jspecify.annotations.NullMarked;
