// SPDX-License-Identifier: Apache-2.0
package io.srf.drachtio;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What passed around a real drachtio-server, by who was there: each connection of an application, named {@code app-1}, and each phone.
 *
 * @param parties what each said and heard, in order
 */
record Transcript(Map<String, List<Line>> parties) {
    static final String APPLICATION = "app-";
    private static final JsonMapper JSON = new JsonMapper();

    /**
     * One message, without its frame's length.
     *
     * @param at since the first line of the recording
     * @param said whether the party said it to the server, rather than the other way round
     * @param text null where the party closed the connection
     */
    record Line(Duration at, boolean said, @Nullable String text) {}

    /** Reads a recording, and that of its phones if there is one. */
    static Transcript read(Path folder, String name) throws IOException {
        Map<String, List<Line>> parties = new LinkedHashMap<>();
        List<JsonNode> link = lines(folder.resolve(name + ".jsonl"));
        Instant start = Instant.parse(link.getFirst().get("ts").asString());
        Map<String, ByteArrayOutputStream> rests = new HashMap<>();
        for (JsonNode line : link) {
            Duration at = Duration.between(start, Instant.parse(line.get("ts").asString()));
            String event = line.get("ev").asString();
            if (event.equals("note")) {
                continue;
            }
            List<Line> party =
                    parties.computeIfAbsent(APPLICATION + line.get("conn").asInt(), p -> new ArrayList<>());
            boolean said = line.path("dir").asString("").equals("C>S");
            if (event.equals("end") || event.equals("close")) {
                party.add(new Line(at, said, null));
            } else if (event.equals("data")) {
                ByteArrayOutputStream rest = rests.computeIfAbsent(
                        line.get("conn").asInt() + line.get("dir").asString(), d -> new ByteArrayOutputStream());
                rest.writeBytes(Base64.getDecoder().decode(line.get("b64").asString()));
                cut(rest).forEach(frame -> party.add(new Line(at, said, frame)));
            }
        }
        Path phones = folder.resolve(name + ".sip.jsonl");
        if (Files.isRegularFile(phones)) {
            for (JsonNode line : lines(phones)) {
                Duration at =
                        Duration.between(start, Instant.parse(line.get("ts").asString()));
                parties.computeIfAbsent(line.get("ua").asString(), p -> new ArrayList<>())
                        .add(new Line(
                                at,
                                line.get("dir").asString().equals("out"),
                                line.get("text").asString()));
            }
        }
        parties.values().forEach(lines -> lines.sort(Comparator.comparing(Line::at)));
        return new Transcript(parties);
    }

    private static List<JsonNode> lines(Path file) throws IOException {
        return Files.readAllLines(file).stream().map(JSON::readTree).toList();
    }

    /** Takes the whole frames from a stream and leaves the rest. */
    private static List<String> cut(ByteArrayOutputStream stream) {
        byte[] bytes = stream.toByteArray();
        List<String> frames = new ArrayList<>();
        int at = 0;
        for (int hash = find(bytes, at); hash >= 0; hash = find(bytes, at)) {
            int end = hash + 1 + Integer.parseInt(new String(bytes, at, hash - at, StandardCharsets.US_ASCII));
            if (end > bytes.length) {
                break;
            }
            frames.add(new String(bytes, hash + 1, end - hash - 1, StandardCharsets.UTF_8));
            at = end;
        }
        stream.reset();
        stream.writeBytes(Arrays.copyOfRange(bytes, at, bytes.length));
        return frames;
    }

    private static int find(byte[] bytes, int from) {
        int at = from;
        while (at < bytes.length && bytes[at] != '#') {
            at++;
        }
        return at < bytes.length ? at : -1;
    }
}
