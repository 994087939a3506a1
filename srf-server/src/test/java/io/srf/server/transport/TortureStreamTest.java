// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.srf.sip.SipLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The torture messages of RFC 4475 on a stream: which end where they should, and which have no end. */
@ExtendWith(NoLeaks.class)
class TortureStreamTest {
    /** No Content-Length, a negative one, two different ones. */
    private static final Set<String> WITHOUT_END = Set.of("inv2543.dat", "ncl.dat", "mcl01.dat");
    /** A Content-Length that is too large, and no blank line. */
    private static final Set<String> INCOMPLETE = Set.of("clerr.dat", "baddn.dat");
    /** Two messages, where there should be one. */
    private static final String TWO = "dblreq.dat";

    private final EmbeddedChannel channel =
            new EmbeddedChannel(new SipStreamDecoder(SipLimits.DEFAULT.maxMessageBytes(), () -> true));
    private Path folder;

    @BeforeEach
    void find_the_messages() {
        String shared = System.getProperty("srf.shared");
        assumeTrue(shared != null, "srf.shared names the folder of recorded data");
        folder = Path.of(shared, "corpora", "rfc4475");
        assumeTrue(Files.isDirectory(folder), "the RFC 4475 messages are there");
    }

    @AfterEach
    void nothing_is_left() {
        channel.finishAndReleaseAll();
    }

    @Test
    void messages_with_a_proper_Content_Length_are_cut_byte_for_byte() throws Exception {
        for (Path file : files()) {
            String name = file.getFileName().toString();
            if (WITHOUT_END.contains(name) || INCOMPLETE.contains(name) || name.equals(TWO)) {
                continue;
            }
            byte[] message = Files.readAllBytes(file);
            channel.writeInbound(Unpooled.wrappedBuffer(message));

            assertThat(channel.<byte[]>readInbound()).as(name).isEqualTo(message);
            assertThat(channel.<byte[]>readInbound()).as(name).isNull();
        }
    }

    @Test
    void messages_without_an_end_break_the_stream() throws Exception {
        for (String name : WITHOUT_END) {
            EmbeddedChannel broken =
                    new EmbeddedChannel(new SipStreamDecoder(SipLimits.DEFAULT.maxMessageBytes(), () -> true));
            byte[] message = Files.readAllBytes(folder.resolve(name));

            assertThatThrownBy(() -> broken.writeInbound(Unpooled.wrappedBuffer(message)))
                    .as(name)
                    .isInstanceOf(FramingException.class);
            assertThat(broken.<byte[]>readInbound()).as(name).isNull();
            broken.finishAndReleaseAll();
        }
    }

    @Test
    void messages_that_go_on_are_waited_for() throws Exception {
        for (String name : INCOMPLETE) {
            EmbeddedChannel waiting =
                    new EmbeddedChannel(new SipStreamDecoder(SipLimits.DEFAULT.maxMessageBytes(), () -> true));
            waiting.writeInbound(Unpooled.wrappedBuffer(Files.readAllBytes(folder.resolve(name))));

            assertThat(waiting.<byte[]>readInbound()).as(name).isNull();
            assertThat(waiting.isActive()).isTrue();
            waiting.finishAndReleaseAll();
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.toString().endsWith(".dat")).toList();
        }
    }
}
