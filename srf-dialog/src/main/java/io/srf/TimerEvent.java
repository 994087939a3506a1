// SPDX-License-Identifier: Apache-2.0
package io.srf;

import io.srf.session.Session;
import java.util.List;

/**
 * A timer of a session went off.
 *
 * @param session of the call
 * @param name that the timer was given
 * @param dialogs of the call that are early, up, or being ended
 */
public record TimerEvent(Session session, String name, List<Dialog> dialogs) {}
