// SPDX-License-Identifier: Apache-2.0
/**
 * What survives the process that set a call up: an application's {@link io.srf.session.Session}, the records of its dialogs, and the
 * {@link io.srf.session.SessionStore} that keeps them.
 *
 * <p>One record holds one call: all its dialogs and its session. One node owns it at a time; every write names the owner and its fence, and
 * a write by anyone else is refused.
 */
@NullMarked
package io.srf.session;

import org.jspecify.annotations.NullMarked;
