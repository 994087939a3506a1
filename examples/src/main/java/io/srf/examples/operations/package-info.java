// SPDX-License-Identifier: Apache-2.0
/** What an operator has to do with a running command: health, readiness, metrics, reloading, logs, signals. */
@NullMarked
package io.srf.examples.operations;

import org.jspecify.annotations.NullMarked;
