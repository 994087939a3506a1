// SPDX-License-Identifier: Apache-2.0
package io.srf.wire;

/**
 * One run of one process of an application, as it introduces itself to an srf engine: nodes with the same app name can go on with each other's
 * calls.
 *
 * @param app the application's name, the same for all its nodes
 * @param id no other run of any process has it
 */
public record AppNode(String app, String id) {
    /** The longest name or id that an engine takes. */
    public static final int MAX_LENGTH = 128;

    /** Checks that both can stand in a token. */
    public AppNode {
        check("app name", app);
        check("node id", id);
    }

    private static void check(String what, String text) {
        if (text.isEmpty() || text.length() > MAX_LENGTH || text.chars().anyMatch(c -> c == '|' || c < ' ')) {
            throw new IllegalArgumentException("bad " + what + " \"" + text + "\", expected 1 to " + MAX_LENGTH
                    + " characters without | or control characters");
        }
    }
}
