// SPDX-License-Identifier: Apache-2.0
/** What messages and calls cost, and what loads and attacks an engine to find out. */
@NullMarked
package io.srf.benchmarks;

import org.jspecify.annotations.NullMarked;
