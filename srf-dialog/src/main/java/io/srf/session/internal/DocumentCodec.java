// SPDX-License-Identifier: Apache-2.0
package io.srf.session.internal;

import io.srf.session.DialogRecord;
import io.srf.session.SessionRecord;
import io.srf.session.Snapshot;
import io.srf.session.SnapshotException;
import io.srf.session.SnapshotFormat;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Writes a call's document as JSON and reads it back:
 *
 * <pre>
 * {"format": 2, "data": {...}, "aliases": [...], "dialogs": {ID: {...}}, "timers": {...}, "sdps": {"1": "v=0..."}}
 * </pre>
 *
 * <p>A member that is empty is missing, and unknown ones are left out, as {@link SnapshotFormat} says. Where a dialog has a session description there is
 * its name in {@code sdps}; in format 1, the text itself.
 */
final class DocumentCodec {
    /** The format in which each dialog has its session descriptions itself. */
    private static final int WITHOUT_TABLE = 1;

    private DocumentCodec() {}

    /**
     * Writes a document.
     *
     * @throws IllegalArgumentException if it exceeds the store's limits
     */
    static Snapshot encode(CallDocument document) {
        SdpTable table = SdpTable.of(document.dialogs());
        Form form = new Form(
                SnapshotFormat.CURRENT,
                document.data(),
                document.aliases(),
                table.dialogs(),
                document.timers(),
                table.texts());
        return new Snapshot(document.keys(), SnapshotFormat.CURRENT, Json.DOCUMENT.writeValueAsBytes(form));
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
        return new CallDocument(Map.copyOf(form.data()), form.aliases(), dialogs(record.id(), form), form.timers());
    }

    private static Map<String, DialogRecord> dialogs(String id, Form form) {
        if (form.format() == WITHOUT_TABLE) {
            return form.dialogs();
        }
        return new SdpTable(form.dialogs(), form.sdps()).complete(name -> {
            throw new SnapshotException(
                    "the document of session " + id + " has no session description " + name + ", which a dialog names",
                    null);
        });
    }

    /** The dialogs that can be read of a document which as a whole may not; session descriptions that can not be read are missing. */
    static Map<String, DialogRecord> readableDialogs(SessionRecord record) {
        try {
            JsonNode form = Json.DOCUMENT.readTree(record.snapshot().value());
            Map<String, DialogRecord> dialogs = readable(form.path("dialogs"), DialogRecord.class);
            return form.path("format").asInt(0) == WITHOUT_TABLE
                    ? dialogs
                    : new SdpTable(dialogs, readable(form.path("sdps"), String.class)).complete(name -> null);
        } catch (JacksonException e) {
            return Map.of();
        }
    }

    private static <V> Map<String, V> readable(JsonNode members, Class<V> type) {
        Map<String, V> read = new HashMap<>();
        for (Map.Entry<String, JsonNode> entry : members.properties()) {
            V member = readableMember(entry.getValue(), type);
            if (member != null) {
                read.put(entry.getKey(), member);
            }
        }
        return read;
    }

    private static <V> @Nullable V readableMember(JsonNode member, Class<V> type) {
        try {
            return Json.DOCUMENT.treeToValue(member, type);
        } catch (JacksonException e) {
            return null;
        }
    }

    private static Form parse(SessionRecord record) {
        try {
            return Json.DOCUMENT.readValue(record.snapshot().value(), Form.class);
        } catch (JacksonException e) {
            throw new SnapshotException(
                    "the document of session " + record.id() + " can not be read: " + where(e) + e.getOriginalMessage(),
                    e);
        }
    }

    /** Which member of the document is wrong; nothing if it is no JSON. */
    private static String where(JacksonException e) {
        String path = e.getPath().stream()
                .map(step ->
                        step.getPropertyName() == null ? Integer.toString(step.getIndex()) : step.getPropertyName())
                .collect(Collectors.joining("."));
        return path.isEmpty() ? "" : path + ": ";
    }

    private static void checkFormat(String id, int format) {
        if (format < SnapshotFormat.OLDEST || format > SnapshotFormat.CURRENT) {
            throw new SnapshotException(
                    "the document of session " + id + " has format " + format + "; expected: " + SnapshotFormat.OLDEST
                            + " to " + SnapshotFormat.CURRENT,
                    null);
        }
    }

    private record Form(
            int format,
            Map<String, RawJson> data,
            Set<String> aliases,
            Map<String, DialogRecord> dialogs,
            Map<String, Instant> timers,
            Map<String, String> sdps) {}
}
