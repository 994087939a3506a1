// SPDX-License-Identifier: Apache-2.0
package io.srf.lookup;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.codec.dns.DatagramDnsQuery;
import io.netty.handler.codec.dns.DatagramDnsQueryDecoder;
import io.netty.handler.codec.dns.DatagramDnsResponse;
import io.netty.handler.codec.dns.DatagramDnsResponseEncoder;
import io.netty.handler.codec.dns.DefaultDnsRawRecord;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A name server on loopback, with the records that a test gives it. */
final class DnsServer implements AutoCloseable {
    private record Stored(int ttl, byte[] data) {}

    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Map<String, List<Stored>> records = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Channel channel;
    private volatile boolean silent;

    DnsServer() {
        channel = new Bootstrap()
                .group(group)
                .channel(NioDatagramChannel.class)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel made) {
                        made.pipeline()
                                .addLast(
                                        new DatagramDnsQueryDecoder(),
                                        new DatagramDnsResponseEncoder(),
                                        new Answering());
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .syncUninterruptibly()
                .channel();
    }

    /** Where it is asked. */
    String hostPort() {
        InetSocketAddress at = (InetSocketAddress) channel.localAddress();
        return NetUtil.toAddressString(at.getAddress()) + ':' + at.getPort();
    }

    /** What it was asked, such as {@code SRV _sip._udp.example.org}. */
    List<String> asked() {
        return asked;
    }

    /** From now on it answers nothing. */
    void fallsSilent() {
        silent = true;
    }

    DnsServer a(String host, String address, int ttl) {
        return add(
                DnsRecordType.A,
                host,
                ttl,
                Unpooled.wrappedBuffer(NetUtil.createByteArrayFromIpAddressString(address)));
    }

    DnsServer srv(String service, int priority, int port, String target) {
        ByteBuf data = Unpooled.buffer().writeShort(priority).writeShort(0).writeShort(port);
        return add(DnsRecordType.SRV, service, 60, name(data, target));
    }

    DnsServer naptr(String domain, int order, String service, String replacement) {
        ByteBuf data = Unpooled.buffer().writeShort(order).writeShort(0);
        text(data, "s");
        text(data, service);
        text(data, "");
        return add(DnsRecordType.NAPTR, domain, 60, name(data, replacement));
    }

    private static void text(ByteBuf data, String text) {
        data.writeByte(text.length()).writeCharSequence(text, StandardCharsets.US_ASCII);
    }

    private static ByteBuf name(ByteBuf data, String name) {
        for (String label : name.split("\\.")) {
            text(data, label);
        }
        return data.writeByte(0);
    }

    private DnsServer add(DnsRecordType type, String name, int ttl, ByteBuf data) {
        byte[] bytes = new byte[data.readableBytes()];
        data.readBytes(bytes).release();
        records.computeIfAbsent(key(type, name), k -> new CopyOnWriteArrayList<>())
                .add(new Stored(ttl, bytes));
        return this;
    }

    private static String key(DnsRecordType type, String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return type.name() + ' ' + (lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower);
    }

    private boolean knows(String name) {
        return records.keySet().stream().anyMatch(key -> key.endsWith(name));
    }

    private final class Answering extends SimpleChannelInboundHandler<DatagramDnsQuery> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, DatagramDnsQuery query) {
            DnsQuestion question = query.recordAt(DnsSection.QUESTION);
            String key = key(question.type(), question.name());
            asked.add(key);
            if (silent) {
                return;
            }
            DatagramDnsResponse response = new DatagramDnsResponse(
                    /* sender= */ query.recipient(), /* recipient= */ query.sender(), query.id());
            response.setRecursionAvailable(true).addRecord(DnsSection.QUESTION, question);
            List<Stored> found = records.getOrDefault(key, List.of());
            if (found.isEmpty() && !knows(key.substring(key.indexOf(' ')))) {
                response.setCode(DnsResponseCode.NXDOMAIN);
            }
            for (Stored one : found) {
                response.addRecord(
                        DnsSection.ANSWER,
                        new DefaultDnsRawRecord(
                                question.name(), question.type(), one.ttl(), Unpooled.wrappedBuffer(one.data())));
            }
            context.writeAndFlush(response);
        }
    }

    @Override
    public void close() {
        channel.close().syncUninterruptibly();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
