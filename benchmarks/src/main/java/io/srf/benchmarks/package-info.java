// SPDX-License-Identifier: Apache-2.0
/** JMH benchmarks: what one message costs. */
@NullMarked
package io.srf.benchmarks;

import org.jspecify.annotations.NullMarked;
