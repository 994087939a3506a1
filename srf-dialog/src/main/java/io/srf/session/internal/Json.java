// SPDX-License-Identifier: Apache-2.0
package io.srf.session.internal;

import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** How values are written to JSON and read from it, so that neighbouring versions of a class can read each other's. */
final class Json {
    /** Leaves out members that a class does not know, and takes 0 or false for primitive ones that are missing. */
    static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private Json() {}
}
