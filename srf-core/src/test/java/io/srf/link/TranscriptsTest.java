// SPDX-License-Identifier: Apache-2.0
package io.srf.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.srf.sip.SipLimits;
import io.srf.wire.WireCodec;
import io.srf.wire.WireException;
import io.srf.wire.WireMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Conversations recorded between Node applications and a drachtio-server. */
class TranscriptsTest {
    private static final Pattern CHUNK = Pattern.compile(
            "\"conn\":(\\d+),\"ev\":\"data\",\"dir\":\"(C>S|S>C)\",\"len\":\\d+,\"b64\":\"([A-Za-z0-9+/=]*)\"");
    /** A frame of a C++ server may be as large as what it received. */
    private static final int MAX_FRAME = 1024 * 1024;

    private static final SipLimits LIMITS = SipLimits.DEFAULT;

    /** What the raw clients said wrong on purpose: a part of the payload or stream, and what is wrong with it. */
    private static final Map<String, String> WRONG = Map.of(
            "|sip||\r\nOPTIONS garbage SIP/2.0", "with a scheme",
            "|proxy|no-such|\r\n", "4 tokens, expected: ≥ 10",
            "abc", "1 tokens, expected: ≥ 2");

    /** No application was connected, or not to the port that was recorded. */
    private static final Set<String> SILENT = Set.of(
            "http-proxy.jsonl",
            "http-redirect.jsonl",
            "http-reject.jsonl",
            "outbound-connection.jsonl",
            "outbound-connection-refused.jsonl");

    private static @Nullable Path folder() {
        String shared = System.getProperty("srf.shared");
        return shared == null ? null : Path.of(shared, "transcripts");
    }

    static Stream<Path> transcripts() throws IOException {
        Path folder = folder();
        if (folder == null || !Files.isDirectory(folder)) {
            return Stream.of(Path.of("no transcripts"));
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files
                    .filter(file -> file.toString().endsWith(".jsonl"))
                    .filter(file -> !file.toString().endsWith(".sip.jsonl"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    /** The bytes of each connection and direction. */
    private static Map<String, byte[]> streams(Path transcript) throws IOException {
        Map<String, byte[]> streams = new LinkedHashMap<>();
        for (String line : Files.readAllLines(transcript)) {
            Matcher chunk = CHUNK.matcher(line);
            if (chunk.find()) {
                byte[] bytes = Base64.getDecoder().decode(chunk.group(3));
                streams.merge(chunk.group(1) + ' ' + chunk.group(2), bytes, TranscriptsTest::join);
            }
        }
        return streams;
    }

    private static byte[] join(byte[] first, byte[] second) {
        return Unpooled.wrappedBuffer(first, second).copy().array();
    }

    private record Frames(List<byte[]> payloads, @Nullable Throwable error) {}

    private static Frames split(byte[] stream) {
        EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder(MAX_FRAME));
        Throwable error = null;
        try {
            channel.writeInbound(Unpooled.wrappedBuffer(stream));
        } catch (WireException e) {
            error = e;
        }
        List<byte[]> payloads = new ArrayList<>();
        for (byte[] payload = channel.readInbound(); payload != null; payload = channel.readInbound()) {
            payloads.add(payload);
        }
        channel.finishAndReleaseAll();
        return new Frames(payloads, error);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("transcripts")
    void every_frame_is_read_and_written_again_byte_for_byte(Path transcript) throws IOException {
        assumeTrue(Files.isRegularFile(transcript), "srf.shared is not set");
        boolean engineIsClient = transcript.toString().endsWith(".outbound.jsonl");
        int frames = 0;
        for (Map.Entry<String, byte[]> stream : streams(transcript).entrySet()) {
            boolean fromApplication = stream.getKey().endsWith("C>S") != engineIsClient;
            Frames cut = split(stream.getValue());
            if (cut.error() != null) {
                assertThat(cut.error()).hasMessage("a frame's length holds byte 0x61, expected digits and #");
            }
            for (byte[] payload : cut.payloads()) {
                frames++;
                if (fromApplication) {
                    check(payload, WireCodec.ofEngine(LIMITS), WireCodec.ofApplication(LIMITS));
                } else {
                    check(payload, WireCodec.ofApplication(LIMITS), WireCodec.ofEngine(LIMITS));
                }
            }
        }
        assertThat(frames)
                .as("frames in this transcript")
                .matches(count ->
                        count > 0 || SILENT.contains(transcript.getFileName().toString()));
    }

    private static <T extends WireMessage> void check(byte[] payload, WireCodec<T, ?> reader, WireCodec<?, T> writer) {
        String text = new String(payload, StandardCharsets.UTF_8);
        T message;
        try {
            message = reader.decode(payload.clone());
        } catch (WireException e) {
            assertThat(WRONG.entrySet())
                    .as("%s: %s", e.getMessage(), text)
                    .anyMatch(it -> text.contains(it.getKey())
                            && String.valueOf(e.getMessage()).contains(it.getValue()));
            return;
        }
        assertThat(new String(writer.encode(message).toBytes(), StandardCharsets.UTF_8))
                .as("%s", message)
                .isEqualTo(extended(message) ? text.substring(0, text.lastIndexOf('|')) : text);
        assertThat(writer.encode(message).length()).isLessThanOrEqualTo(payload.length);
    }

    /** Whether a raw client added a token that the protocol does not know. */
    private static boolean extended(WireMessage message) {
        return message instanceof io.srf.wire.ClientMessage.Unknown;
    }

    @Test
    void the_transcripts_are_all_there() throws IOException {
        assumeTrue(folder() != null, "srf.shared is not set");
        try (Stream<Path> all = transcripts()) {
            assertThat(all).hasSizeGreaterThan(70);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
