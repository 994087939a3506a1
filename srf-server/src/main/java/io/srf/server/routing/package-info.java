// SPDX-License-Identifier: Apache-2.0
/** Which application gets a request. */
@NullMarked
package io.srf.server.routing;

import org.jspecify.annotations.NullMarked;
