// SPDX-License-Identifier: Apache-2.0
package io.srf.session.internal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.srf.session.StoreLimits;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.cfg.MutableConfigOverride;
import tools.jackson.databind.json.JsonMapper;

/** How values are written to JSON and read from it, so that neighbouring versions of a class can read each other's. */
final class Json {
    /** What is written nests less deep than this, with a document around it. */
    private static final int MAX_DEPTH = StreamWriteConstraints.DEFAULT_MAX_DEPTH + 10;

    /** Reads whatever was written: the bound on the whole bounds its numbers and names, too. */
    private static final StreamReadConstraints BOUNDS = StreamReadConstraints.builder()
            .maxNestingDepth(MAX_DEPTH)
            .maxNumberLength(StoreLimits.MAX_VALUE_BYTES)
            .maxNameLength(StoreLimits.MAX_VALUE_BYTES)
            .build();

    /** Leaves out members that a class does not know, and takes 0 or false for primitive ones that are missing. */
    static final JsonMapper MAPPER = JsonMapper.builder(
                    JsonFactory.builder().streamReadConstraints(BOUNDS).build())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    /** For documents: leaves out members that are null or empty, and reads trees such that numbers keep every digit. */
    static final JsonMapper DOCUMENT = MAPPER.rebuild()
            .changeDefaultPropertyInclusion(members -> members.withValueInclusion(JsonInclude.Include.NON_NULL))
            .withConfigOverride(Map.class, Json::emptyIfMissing)
            .withConfigOverride(List.class, Json::emptyIfMissing)
            .withConfigOverride(Set.class, Json::emptyIfMissing)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Json() {}

    private static void emptyIfMissing(MutableConfigOverride members) {
        members.setInclude(JsonInclude.Value.construct(JsonInclude.Include.NON_EMPTY, JsonInclude.Include.ALWAYS));
        members.setNullHandling(JsonSetter.Value.construct(Nulls.AS_EMPTY, Nulls.SKIP));
    }
}
