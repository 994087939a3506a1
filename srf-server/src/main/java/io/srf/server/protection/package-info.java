// SPDX-License-Identifier: Apache-2.0
/** What keeps an engine well among strangers: who is not heard, who is heard less often, and when new work is refused. */
@NullMarked
package io.srf.server.protection;

import org.jspecify.annotations.NullMarked;
