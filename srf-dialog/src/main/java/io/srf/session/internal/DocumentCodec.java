// SPDX-License-Identifier: Apache-2.0
package io.srf.session.internal;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.srf.session.DialogRecord;
import io.srf.session.SessionRecord;
import io.srf.session.Snapshot;
import io.srf.session.SnapshotException;
import io.srf.session.SnapshotFormat;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Writes a call's document as JSON and reads it back: {@code {"format": 1, "data": {...}, "aliases": [...], "dialogs": {...}, "timers": {...}}}.
 *
 * <p>Members that are empty may be missing, and unknown ones are left out, as {@link SnapshotFormat} says.
 */
final class DocumentCodec {
    private DocumentCodec() {}

    /**
     * Writes a document.
     *
     * @throws IllegalArgumentException if it exceeds the store's limits
     */
    static Snapshot encode(CallDocument document) {
        Map<String, Instant> timers = document.timers().isEmpty() ? null : document.timers();
        Form form = new Form(SnapshotFormat.CURRENT, document.data(), document.aliases(), document.dialogs(), timers);
        return new Snapshot(document.keys(), SnapshotFormat.CURRENT, Json.MAPPER.writeValueAsBytes(form));
    }

    /**
     * Reads a document.
     *
     * @throws SnapshotException if its format is newer than this version knows, or it is not such a document
     */
    static CallDocument decode(SessionRecord record) {
        checkFormat(record.id(), record.snapshot().format());
        Form form = parse(record);
        checkFormat(record.id(), form.format());
        return new CallDocument(
                withoutNulls(form.data()),
                Objects.requireNonNullElse(form.aliases(), Set.of()),
                Objects.requireNonNullElse(form.dialogs(), Map.of()),
                Objects.requireNonNullElse(form.timers(), Map.of()));
    }

    /** The dialogs that can be read of a document which as a whole may not. */
    static Map<String, DialogRecord> readableDialogs(SessionRecord record) {
        Map<String, DialogRecord> dialogs = new HashMap<>();
        try {
            JsonNode all = Json.EXACT.readTree(record.snapshot().value()).path("dialogs");
            for (Map.Entry<String, JsonNode> entry : all.properties()) {
                DialogRecord dialog = readable(entry.getValue());
                if (dialog != null) {
                    dialogs.put(entry.getKey(), dialog);
                }
            }
        } catch (JacksonException e) {
            return Map.of();
        }
        return dialogs;
    }

    private static @Nullable DialogRecord readable(JsonNode dialog) {
        try {
            return Json.EXACT.treeToValue(dialog, DialogRecord.class);
        } catch (JacksonException e) {
            return null;
        }
    }

    private static Form parse(SessionRecord record) {
        try {
            return Json.EXACT.readValue(record.snapshot().value(), Form.class);
        } catch (JacksonException e) {
            throw new SnapshotException(
                    "the document of session " + record.id() + " can not be read: " + e.getOriginalMessage(), e);
        }
    }

    private static void checkFormat(String id, int format) {
        if (format < 1 || format > SnapshotFormat.CURRENT) {
            throw new SnapshotException(
                    "the document of session " + id + " has format " + format + "; expected: 1 to "
                            + SnapshotFormat.CURRENT,
                    null);
        }
    }

    private static Map<String, RawJson> withoutNulls(@Nullable Map<String, RawJson> data) {
        if (data == null) {
            return Map.of();
        }
        data.values().removeIf(Objects::isNull);
        return Map.copyOf(data);
    }

    private record Form(
            int format,
            @Nullable Map<String, RawJson> data,
            @Nullable Set<String> aliases,
            @Nullable Map<String, DialogRecord> dialogs,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Map<String, Instant> timers) {}
}
