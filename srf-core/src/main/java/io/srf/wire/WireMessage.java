// SPDX-License-Identifier: Apache-2.0
package io.srf.wire;

/** What either side of a link says. */
public sealed interface WireMessage permits ClientMessage, ServerMessage {
    /** Unique on its link; must not contain {@code |}. */
    String id();
}
