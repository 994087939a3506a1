// SPDX-License-Identifier: Apache-2.0
/** Passing requests on as a stateful proxy (RFC 3261 §16). */
@NullMarked
package io.srf.server.proxy;

import org.jspecify.annotations.NullMarked;
