// SPDX-License-Identifier: Apache-2.0
/** A {@link io.srf.session.SessionStore} in Redis: one server, a master behind Sentinels, or a Cluster. */
@NullMarked
package io.srf.session.redis;

import org.jspecify.annotations.NullMarked;
