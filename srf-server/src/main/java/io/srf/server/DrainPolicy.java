// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

/** What an engine that stops does with calls that have not ended in time. */
public enum DrainPolicy {
    /** They end: with BYE, CANCEL, or 503. */
    END,
    /** They stay as they are, without another message, for an engine that gets the same address. */
    LEAVE
}
