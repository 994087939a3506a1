// SPDX-License-Identifier: Apache-2.0
package io.srf.server.lookup;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.dns.DefaultDnsRecordDecoder;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads what Netty leaves as bytes. */
final class DnsRecords {
    private DnsRecords() {}

    /** Reads one kind of record. */
    interface Reader<T> {
        /** What is in these bytes; throws if they are something else. */
        T read(ByteBuf data) throws UnknownHostException;
    }

    /** What a record says; null if it cannot be read. */
    static <T> @Nullable T read(DnsRecord record, Reader<T> reader) {
        if (!(record instanceof DnsRawRecord raw)) {
            return null;
        }
        try {
            return reader.read(raw.content().duplicate());
        } catch (RuntimeException | UnknownHostException e) {
            return null;
        }
    }

    /** RFC 2782. */
    static Srv srv(ByteBuf data) {
        int priority = data.readUnsignedShort();
        int weight = data.readUnsignedShort();
        int port = data.readUnsignedShort();
        return new Srv(priority, weight, port, DefaultDnsRecordDecoder.decodeName(data));
    }

    /** RFC 3403 §4.1. */
    static Naptr naptr(ByteBuf data) {
        int order = data.readUnsignedShort();
        int preference = data.readUnsignedShort();
        String flags = text(data);
        String service = text(data);
        text(data);
        return new Naptr(order, preference, flags, service, DefaultDnsRecordDecoder.decodeName(data));
    }

    /** RFC 1035 §3.4.1, RFC 3596 §2.2. */
    static InetAddress address(ByteBuf data) throws UnknownHostException {
        return InetAddress.getByAddress(ByteBufUtil.getBytes(data));
    }

    private static String text(ByteBuf data) {
        int length = data.readUnsignedByte();
        return data.readCharSequence(length, StandardCharsets.US_ASCII).toString();
    }
}
