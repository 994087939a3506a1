// SPDX-License-Identifier: Apache-2.0
/** A {@link io.srf.session.SessionStore} in the memory of one process, for tests and for nodes that share a JVM. */
@NullMarked
package io.srf.session.memory;

import org.jspecify.annotations.NullMarked;
