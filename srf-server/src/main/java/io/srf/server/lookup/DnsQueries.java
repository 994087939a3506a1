// SPDX-License-Identifier: Apache-2.0
package io.srf.server.lookup;

import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.resolver.HostsFileEntriesResolver;
import io.netty.resolver.ResolvedAddressTypes;
import io.netty.resolver.dns.DnsErrorCauseException;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsNameResolverChannelStrategy;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.resolver.dns.DnsServerAddressStreamProviders;
import io.netty.resolver.dns.DnsServerAddresses;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.srf.server.lookup.RecordCache.Fresh;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Asks name servers with Netty; a question that gets no answer is asked again. For its event loop alone. */
final class DnsQueries {
    /** How long one name server has to answer one question. */
    static final long QUERY_MILLIS = 1_000;

    /** How often a question is asked if no name server answers. */
    static final int ATTEMPTS = 2;

    /** How many questions one question may lead to: other name servers, aliases. */
    static final int MAX_QUERIES = 8;

    /** How many records of one answer are read. */
    static final int MAX_RECORDS = 64;

    private final DnsNameResolver resolver;

    DnsQueries(EventLoop loop, DnsOptions options) {
        resolver = new DnsNameResolverBuilder(loop)
                .datagramChannelType(NioDatagramChannel.class)
                .socketChannelType(NioSocketChannel.class)
                .datagramChannelStrategy(DnsNameResolverChannelStrategy.ChannelPerResolution)
                .nameServerProvider(servers(options))
                .queryTimeoutMillis(QUERY_MILLIS)
                .maxQueriesPerResolve(MAX_QUERIES)
                .searchDomains(List.of())
                .build();
    }

    private static DnsServerAddressStreamProvider servers(DnsOptions options) {
        if (options.servers().isEmpty()) {
            return DnsServerAddressStreamProviders.platformDefault();
        }
        DnsServerAddresses servers = DnsServerAddresses.sequential(options.servers());
        return name -> servers.stream();
    }

    /** Whether the hosts file of this machine has the name. */
    static boolean isInHostsFile(String name) {
        return HostsFileEntriesResolver.DEFAULT.address(name, ResolvedAddressTypes.IPV4_PREFERRED) != null;
    }

    /** Where records of this type are asked for. */
    <T> RecordCache.Source<T> source(DnsRecordType type, DnsRecords.Reader<T> reader) {
        return (name, then) -> ask(new Question<>(name, type, reader, then), 1);
    }

    private record Question<T>(String name, DnsRecordType type, DnsRecords.Reader<T> reader, Consumer<Fresh<T>> then) {}

    private <T> void ask(Question<T> question, int attempt) {
        Future<List<DnsRecord>> answer;
        try {
            answer = resolver.resolveAll(new DefaultDnsQuestion(question.name(), question.type()));
        } catch (IllegalArgumentException e) {
            question.then().accept(new Fresh<>(Answer.none(), 0));
            return;
        }
        answer.addListener((Future<List<DnsRecord>> came) -> {
            if (came.isSuccess()) {
                question.then().accept(read(came.getNow(), question.reader()));
            } else if (DnsNameResolver.isTimeoutError(came.cause()) && attempt < ATTEMPTS) {
                ask(question, attempt + 1);
            } else {
                question.then().accept(new Fresh<>(without(came.cause()), 0));
            }
        });
    }

    private static <T> Fresh<T> read(List<DnsRecord> records, DnsRecords.Reader<T> reader) {
        try {
            long ttl = records.stream().mapToLong(DnsRecord::timeToLive).min().orElse(0);
            List<T> read = records.stream()
                    .limit(MAX_RECORDS)
                    .map(record -> DnsRecords.read(record, reader))
                    .filter(Objects::nonNull)
                    .toList();
            return new Fresh<>(Answer.of(read), ttl);
        } finally {
            records.forEach(ReferenceCountUtil::release);
        }
    }

    /** There are no records, or nobody could say: name servers were silent or had an error of their own. */
    private static <T> Answer<T> without(@Nullable Throwable cause) {
        if (DnsNameResolver.isTransportOrTimeoutError(cause)) {
            return Answer.failed("no name server answered");
        }
        for (Throwable reason = cause; reason != null; reason = reason.getCause()) {
            if (reason instanceof DnsErrorCauseException error && !saysNone(error.getCode())) {
                return Answer.failed("the name server said " + error.getCode());
            }
        }
        return Answer.none();
    }

    private static boolean saysNone(DnsResponseCode code) {
        return code.equals(DnsResponseCode.NXDOMAIN) || code.equals(DnsResponseCode.NOERROR);
    }

    void close() {
        resolver.close();
    }
}
