// SPDX-License-Identifier: Apache-2.0
package io.srf;

/** What a joined dialog does with requests of one method that nobody listens to. */
public enum BridgePolicy {
    /** Passes them to the other leg, and its answer back. */
    PASS,
    /** Answers them as a dialog that stands alone does; for BYE: leaves the other leg up. */
    LOCAL
}
