// SPDX-License-Identifier: Apache-2.0
package io.srf.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.srf.sip.HeaderName;
import io.srf.sip.SipLimits;
import io.srf.sip.SipRequest;
import io.srf.wire.ClientMessage;
import io.srf.wire.Reply;
import io.srf.wire.ServerMessage;
import io.srf.wire.WireCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An application's end over a channel without sockets. */
class ChannelLinkTest {
    private static final int MAX_OUTBOUND = 100_000;

    private final Stalled stalled = new Stalled();
    private final EmbeddedChannel channel = new EmbeddedChannel(stalled);
    private final List<String> received = new ArrayList<>();
    private final List<String> malformed = new ArrayList<>();
    private final List<@Nullable Throwable> closed = new ArrayList<>();
    private final ChannelLink<ServerMessage, ClientMessage> link = new ChannelLink<>(
            channel,
            WireCodec.ofApplication(SipLimits.DEFAULT),
            new FramePacing(FrameLimits.CPP_SERVER),
            MAX_OUTBOUND,
            (from, problem) -> malformed.add(problem.getMessage()));

    /** A socket that counts flushes, and can stop taking bytes. */
    private static final class Stalled extends ChannelOutboundHandlerAdapter {
        int flushes;
        boolean stalls;

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            if (stalls) {
                ((ByteBuf) message).release();
            } else {
                context.write(message, promise);
            }
        }

        @Override
        public void flush(ChannelHandlerContext context) {
            flushes++;
            context.flush();
        }
    }

    ChannelLinkTest() {
        channel.freezeTime();
        link.listener(new LinkListener<>() {
            @Override
            public void received(ServerMessage message) {
                received.add(message.id());
                if (message.id().equals("throw")) {
                    throw new IllegalStateException("expected by this test");
                }
            }

            @Override
            public void closed(@Nullable Throwable cause) {
                closed.add(cause);
            }
        });
        channel.pipeline().addLast(new FrameDecoder(100_000), link);
    }

    @AfterEach
    void the_end_is_told_once_and_no_buffer_is_left_over() {
        channel.close();
        channel.runPendingTasks();
        assertThat(closed).hasSize(1);
        assertThat(channel.finish()).isFalse();
    }

    private void arrives(String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
    }

    private void replies(String payload) {
        arrives(payload.getBytes(StandardCharsets.UTF_8).length + "#" + payload);
    }

    /** What has been written since the last call; the loop runs first. */
    private String written() {
        channel.runPendingTasks();
        StringBuilder text = new StringBuilder();
        for (ByteBuf buffer = channel.readOutbound(); buffer != null; buffer = channel.readOutbound()) {
            text.append(buffer.toString(StandardCharsets.UTF_8));
            buffer.release();
        }
        return text.toString();
    }

    private static ClientMessage ping(String id) {
        return new ClientMessage.Ping(id);
    }

    /** A message whose frame, with its length, has so many bytes. */
    private static ClientMessage sized(String id, int frameBytes) {
        int rest = WireCodec.ofApplication(SipLimits.DEFAULT)
                .encode(new ClientMessage.Send(id, null, null, null, padded(0)))
                .length();
        int padding = frameBytes - rest - (frameBytes + "#").length();
        return new ClientMessage.Send(id, null, null, null, padded(padding));
    }

    private static SipRequest padded(int length) {
        return SipRequest.builder("OPTIONS", "sip:h")
                .add(HeaderName.of("X-Pad"), "x".repeat(length))
                .build();
    }

    @Test
    void messages_sent_in_one_turn_of_the_loop_are_written_and_flushed_once() {
        link.send(ping("a"));
        link.send(ping("b"));
        link.send(ping("c"));
        assertThat(stalled.flushes).isZero();
        assertThat(written()).isEqualTo("6#a|ping6#b|ping6#c|ping");
        assertThat(stalled.flushes).isEqualTo(1);
        assertThat(written()).isEmpty();
        assertThat(stalled.flushes).isEqualTo(1);
    }

    @Test
    void a_mass_of_messages_is_flushed_in_between() {
        ClientMessage[] large = new ClientMessage[40];
        for (int i = 0; i < large.length; i++) {
            large[i] = sized("m" + (10 + i), 70_000);
        }
        ChannelLink<ServerMessage, ClientMessage> roomy = new ChannelLink<>(
                channel,
                WireCodec.ofApplication(SipLimits.DEFAULT),
                new FramePacing(FrameLimits.NONE),
                Integer.MAX_VALUE,
                (from, problem) -> {});
        for (ClientMessage message : large) {
            roomy.send(message);
        }
        assertThat(written()).hasSize(40 * 70_000);
        assertThat(stalled.flushes).isEqualTo(3);
    }

    @Test
    void what_arrives_is_handed_on_in_order() {
        replies("1|response|a|OK");
        arrives("15#2|response|b|OK15#3|resp");
        arrives("onse|c|OK");
        assertThat(received).containsExactly("1", "2", "3");
    }

    @Test
    void a_payload_that_is_no_message_costs_only_itself() {
        replies("1|hello");
        replies("2|response|a|OK");
        assertThat(malformed).containsExactly("unknown type of message \"hello\"");
        assertThat(received).containsExactly("2");
        assertThat(closed).isEmpty();
    }

    @Test
    void a_listener_that_throws_costs_only_that_message() {
        replies("throw|response|a|OK");
        replies("2|response|a|OK");
        assertThat(received).containsExactly("throw", "2");
    }

    @Test
    void a_broken_stream_ends_the_link_with_its_reason() {
        arrives("nonsense");
        assertThat(closed)
                .singleElement()
                .satisfies(cause ->
                        assertThat(cause).hasMessage("a frame's length holds byte 0x6e, expected digits and #"));
        link.send(ping("a"));
        assertThat(written()).isEmpty();
    }

    @Test
    void a_frame_that_a_drachtio_server_cannot_read_is_not_sent() {
        assertThatThrownBy(() -> link.send(sized("a", 12_229)))
                .isInstanceOfSatisfying(
                        LinkException.class, e -> assertThat(e.reason()).isEqualTo(LinkException.Reason.TOO_LARGE))
                .hasMessage("a frame of 12229 bytes, expected: ≤ 12228");
        assertThat(written()).isEmpty();
        assertThatCode(() -> link.send(sized("b", 12_228))).doesNotThrowAnyException();
        assertThat(written()).hasSize(12_228);
    }

    @Test
    void after_a_large_frame_nothing_is_written_until_its_reply() {
        link.send(ping("a"));
        link.send(sized("large", 4_037));
        link.send(ping("b"));
        assertThat(written()).startsWith("6#a|ping").hasSize(8 + 4_037);
        replies("1|response|a|OK|pong");
        assertThat(written()).isEmpty();
        replies("2|response|large|NOK|some error");
        assertThat(written()).isEqualTo("6#b|ping");
    }

    @Test
    void after_a_large_frame_without_a_reply_writing_goes_on_in_the_end() {
        link.send(sized("large", 12_000));
        link.send(ping("b"));
        assertThat(written()).hasSize(12_000);
        channel.advanceTimeBy(Outbox.PACED_REPLY_MILLIS - 1, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        assertThat(written()).isEmpty();
        channel.advanceTimeBy(1, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        assertThat(written()).isEqualTo("6#b|ping");
    }

    @Test
    void a_frame_of_4036_bytes_needs_no_reply() {
        link.send(sized("a", 4_036));
        link.send(ping("b"));
        assertThat(written()).hasSize(4_036 + 8);
    }

    @Test
    void an_engine_that_says_it_is_srf_has_no_limits() {
        link.send(new ClientMessage.Authenticate("auth", "cymru", null));
        assertThat(written()).isEqualTo("23#auth|authenticate|cymru");
        replies("1|response|auth|OK|udp/h:1|srf-1.0.0|udp/h:1");
        link.send(sized("a", 50_000));
        link.send(ping("b"));
        assertThat(written()).hasSize(50_000 + 8);
    }

    @Test
    void a_peer_that_does_not_read_loses_the_link() {
        stalled.stalls = true;
        for (int i = 0; i < MAX_OUTBOUND / 4_000; i++) {
            link.send(sized("m" + i, 4_000));
            channel.runPendingTasks();
        }
        assertThat(closed).isEmpty();
        link.send(sized("last", 4_000));
        channel.runPendingTasks();
        assertThat(closed)
                .singleElement()
                .satisfies(cause -> assertThat(cause)
                        .isInstanceOfSatisfying(
                                LinkException.class,
                                e -> assertThat(e.reason()).isEqualTo(LinkException.Reason.OVERLOADED))
                        .hasMessageEndingWith("does not read what is sent, expected: ≤ 100000 bytes that wait"));
    }

    @Test
    void closing_writes_what_was_sent_before_and_ignores_what_comes_after() {
        link.send(ping("a"));
        link.close();
        link.close();
        link.send(ping("b"));
        replies("1|response|a|OK");
        assertThat(written()).isEqualTo("6#a|ping");
        assertThat(received).isEmpty();
        assertThat(closed).containsExactly((Throwable) null);
    }

    @Test
    void closing_does_not_wait_for_ever() {
        link.send(sized("large", 12_000));
        link.send(ping("b"));
        link.close();
        written();
        assertThat(closed).isEmpty();
        channel.advanceTimeBy(Outbox.CLOSE_MILLIS, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        written();
        assertThat(closed).containsExactly((Throwable) null);
    }

    @Test
    void a_token_that_cannot_be_written_is_refused_and_the_link_stays() {
        assertThatThrownBy(() -> link.send(new ClientMessage.Route("a", "in|vite")))
                .isInstanceOf(IllegalArgumentException.class);
        link.send(ping("b"));
        assertThat(written()).isEqualTo("6#b|ping");
    }

    @Test
    void many_threads_may_send_and_every_frame_arrives_whole() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            int thread = t;
            threads.add(Thread.ofPlatform().start(() -> {
                for (int i = 0; i < 500; i++) {
                    link.send(ping(thread + "-" + i));
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        EmbeddedChannel reader = new EmbeddedChannel(new FrameDecoder(100));
        reader.writeInbound(Unpooled.copiedBuffer(written(), StandardCharsets.UTF_8));
        int[] next = new int[4];
        for (byte[] payload = reader.readInbound(); payload != null; payload = reader.readInbound()) {
            String[] id = new String(payload, StandardCharsets.UTF_8)
                    .replace("|ping", "")
                    .split("-");
            assertThat(Integer.parseInt(id[1])).isEqualTo(next[Integer.parseInt(id[0])]++);
        }
        assertThat(next).containsOnly(500);
        assertThat(reader.finish()).isFalse();
    }

    @Test
    void a_reply_to_something_else_does_not_open_the_gate() {
        FramePacing pacing = new FramePacing(FrameLimits.CPP_SERVER);
        assertThat(pacing.wrote("small", 100)).isTrue();
        assertThat(pacing.wrote("large", 5_000)).isFalse();
        assertThat(pacing.answered(new Reply.Ok("r", "other", null))).isFalse();
        assertThat(pacing.isOpen()).isFalse();
        assertThat(pacing.answered(new Reply.Ok("r", "large", null))).isTrue();
        assertThat(pacing.isOpen()).isTrue();
    }
}
