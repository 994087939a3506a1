// SPDX-License-Identifier: Apache-2.0
package io.srf.examples.operations;

/** How lines of the log are written. */
public enum LogFormat {
    /** For people. */
    TEXT,
    /** An object of JSON in each line. */
    JSON
}
