// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

/**
 * What an OPTIONS gets that asks the engine itself whether it takes calls (RFC 3261 §11), if no application wants it and nobody else decides about it.
 */
public enum OptionsPing {
    /** 200 with what the engine can do; 503 with Retry-After while there is nobody for calls. */
    ANSWER,
    /** 503, as what nobody wants. */
    REFUSE
}
