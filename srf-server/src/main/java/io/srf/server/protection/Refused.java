// SPDX-License-Identifier: Apache-2.0
package io.srf.server.protection;

/** Why something was refused, and is counted. */
public enum Refused {
    /** A message of a source in the blocklist. */
    BLOCKED_MESSAGE,
    /** A connection of such a source. */
    BLOCKED_CONNECTION,
    /** A new request above the rate limit of its source. */
    RATE_EXCEEDED,
    /** A request of a program that only looks for victims. */
    SCANNER,
    /** What is no message. */
    NO_MESSAGE,
    /** A malformed request outside of calls; if its Via can be read, only while that has consequences. */
    MALFORMED,
    /** A STUN request above the rate limit of its source. */
    STUN_EXCEEDED,
    /** A source that was put into the blocklist for its offences. */
    SOURCE_BLOCKED,
    /** A new request while the shard was overloaded. */
    OVERLOADED,
    /** A request that may make a dialog while there were too many. */
    TOO_MANY_DIALOGS,
    /** A wrong secret at the admin port. */
    WRONG_SECRET,
    /** A connection to the admin port of an address that is shut out, or has too many that have not authenticated. */
    ADMIN_CONNECTION
}
