// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

/**
 * What has happened on a link since its agent was made.
 *
 * @param received requests, ACKs and CANCELs not counted
 * @param sent requests that the engine was given, ACKs and CANCELs not counted
 * @param failures of handlers, other than those that stand for a SIP status
 * @param givenUp requests that were answered with 408 or 500 because no handler did in time
 * @param refused requests that were answered with 503 because too many were open, or the application had shut down
 * @param strays responses and CANCELs that nobody waited for any more
 */
public record AgentStats(long received, long sent, long failures, long givenUp, long refused, long strays) {}
