// SPDX-License-Identifier: Apache-2.0
package io.srf.session.internal;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;
import tools.jackson.databind.JsonNode;

/**
 * A value that is JSON already, and is written into a document as it is.
 *
 * @param text JSON
 */
record RawJson(@JsonValue @JsonRawValue String text) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static RawJson of(JsonNode node) {
        return new RawJson(node.toString());
    }
}
