// SPDX-License-Identifier: Apache-2.0
package io.srf.server.lookup;

import io.netty.channel.EventLoop;
import io.netty.handler.codec.dns.DnsRecordType;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * Names in DNS; those of the hosts file and of this machine's neighbourhood are left to the system's resolver. What it remembers belongs to one event
 * loop.
 */
public final class DnsNames implements Names {
    private final EventLoop loop;
    private final Names system;
    private final DnsQueries queries;
    private final boolean withIp6;
    private final RecordCache<Naptr> naptrs;
    private final RecordCache<Srv> srvs;
    private final RecordCache<InetAddress> ip4;
    private final RecordCache<InetAddress> ip6;

    /**
     * Asks these name servers.
     *
     * @param loop where it works
     * @param withIp6 whether IPv6 addresses are of any use
     * @param lookups runs blocking look-ups of the system's resolver
     */
    public DnsNames(EventLoop loop, DnsOptions options, boolean withIp6, Executor lookups) {
        this.loop = loop;
        this.system = new HostTable(lookups, Resolver.SYSTEM);
        this.withIp6 = withIp6;
        this.queries = new DnsQueries(loop, options);
        this.naptrs = new RecordCache<>(queries.source(DnsRecordType.NAPTR, DnsRecords::naptr), System::nanoTime);
        this.srvs = new RecordCache<>(queries.source(DnsRecordType.SRV, DnsRecords::srv), System::nanoTime);
        this.ip4 = new RecordCache<>(queries.source(DnsRecordType.A, DnsRecords::address), System::nanoTime);
        this.ip6 = new RecordCache<>(queries.source(DnsRecordType.AAAA, DnsRecords::address), System::nanoTime);
    }

    @Override
    public void naptr(String domain, Consumer<Answer<Naptr>> then) {
        if (DnsQueries.isInHostsFile(domain)) {
            then.accept(Answer.none());
        } else {
            onLoop(() -> naptrs.get(domain, then), then);
        }
    }

    @Override
    public void srv(String service, Consumer<Answer<Srv>> then) {
        String domain = service.substring(service.indexOf('.', service.indexOf('.') + 1) + 1);
        if (DnsQueries.isInHostsFile(domain)) {
            then.accept(Answer.none());
        } else {
            onLoop(() -> srvs.get(service, then), then);
        }
    }

    @Override
    public void addresses(String host, int port, Consumer<Answer<InetSocketAddress>> then) {
        if (HostNames.isLocal(host) || DnsQueries.isInHostsFile(host)) {
            system.addresses(host, port, then);
        } else {
            onLoop(() -> bothFamilies(host, port, then), then);
        }
    }

    private <T> void onLoop(Runnable question, Consumer<Answer<T>> then) {
        try {
            loop.execute(question);
        } catch (RejectedExecutionException e) {
            then.accept(Answer.failed("the engine is closed"));
        }
    }

    /** IPv6 before IPv4 (RFC 7984 §4.1, RFC 6724); what of them could be found is enough. */
    private void bothFamilies(String host, int port, Consumer<Answer<InetSocketAddress>> then) {
        if (!withIp6) {
            ip4.get(host, found -> then.accept(at(port, found, Answer.none())));
            return;
        }
        CompletableFuture<Answer<InetAddress>> six = new CompletableFuture<>();
        CompletableFuture<Answer<InetAddress>> four = new CompletableFuture<>();
        six.thenAcceptBoth(four, (one, other) -> then.accept(at(port, one, other)));
        ip6.get(host, six::complete);
        ip4.get(host, four::complete);
    }

    private static Answer<InetSocketAddress> at(int port, Answer<InetAddress> one, Answer<InetAddress> other) {
        List<InetSocketAddress> all = new ArrayList<>();
        one.records().forEach(address -> all.add(new InetSocketAddress(address, port)));
        other.records().forEach(address -> all.add(new InetSocketAddress(address, port)));
        String failure = one.failure() == null ? other.failure() : one.failure();
        return all.isEmpty() && failure != null ? Answer.failed(failure) : Answer.of(all);
    }

    @Override
    public void close() {
        queries.close();
    }
}
