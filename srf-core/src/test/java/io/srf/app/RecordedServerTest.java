// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.srf.sip.SipLimits;
import io.srf.sip.SipRequest;
import io.srf.wire.ServerMessage;
import io.srf.wire.ServerMessage.Incoming;
import io.srf.wire.WireCodec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a drachtio-server said to Node applications, said to an agent whose handlers answer nothing. */
class RecordedServerTest extends AppWorld {
    private static final Pattern FROM_SERVER =
            Pattern.compile("\"conn\":(\\d+),\"ev\":\"data\",\"dir\":\"S>C\",\"len\":\\d+,\"b64\":\"([^\"]*)\"");
    private static final WireCodec<ServerMessage, ?> CODEC = WireCodec.ofApplication(SipLimits.DEFAULT);

    static Stream<Path> transcripts() throws IOException {
        String shared = System.getProperty("srf.shared");
        if (shared == null) {
            return Stream.of(Path.of("srf.shared is not set"));
        }
        try (Stream<Path> files = Files.list(Path.of(shared, "transcripts"))) {
            return files
                    .filter(file -> file.toString().endsWith(".jsonl"))
                    .filter(file -> !file.toString().matches(".*\\.(sip|outbound)\\.jsonl"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    private static List<Incoming> incoming(Path transcript) throws IOException {
        Map<String, ByteArrayOutputStream> streams = new LinkedHashMap<>();
        for (String line : Files.readAllLines(transcript)) {
            Matcher chunk = FROM_SERVER.matcher(line);
            if (chunk.find()) {
                streams.computeIfAbsent(chunk.group(1), connection -> new ByteArrayOutputStream())
                        .writeBytes(Base64.getDecoder().decode(chunk.group(2)));
            }
        }
        List<Incoming> found = new ArrayList<>();
        streams.values().forEach(stream -> split(stream.toByteArray(), found));
        return found;
    }

    /** Cuts a stream of {@code length#payload} and keeps the SIP messages. */
    private static void split(byte[] stream, List<Incoming> found) {
        int at = 0;
        while (at < stream.length) {
            int hash = at;
            while (stream[hash] != '#') {
                hash++;
            }
            int length = Integer.parseInt(new String(stream, at, hash - at, StandardCharsets.US_ASCII));
            at = hash + 1 + length;
            if (CODEC.decode(Arrays.copyOfRange(stream, hash + 1, at)) instanceof Incoming message) {
                found.add(message);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("transcripts")
    void every_request_finds_its_way_and_nothing_is_kept_after_the_link(Path transcript) throws IOException {
        assumeTrue(Files.isRegularFile(transcript), "srf.shared is not set");
        List<Request> seen = new ArrayList<>();
        dialogs = (req, res) -> seen.add(req);
        app.use((req, res, next) -> seen.add(req));
        List<Incoming> incoming = incoming(transcript);
        incoming.forEach(engine::say);

        List<SipRequest> requests = incoming.stream()
                .filter(message -> message.message() instanceof SipRequest)
                .map(message -> (SipRequest) message.message())
                .toList();
        long cancels = requests.stream().filter(request -> request.is("CANCEL")).count();
        assertThat(seen).hasSize((int) (requests.size() - cancels));
        assertThat(seen.stream().filter(Request::isCancelled)).hasSize((int) cancels);
        assertThat(agent.stats().strays()).isEqualTo(incoming.size() - requests.size());
        engine.drops();
        assertThat(agent.isIdle()).isTrue();
        links.close();
    }
}
