// SPDX-License-Identifier: Apache-2.0
package io.srf.server.lookup;

import java.net.InetSocketAddress;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Where records are looked up: DNS, or in tests a table. Any thread may ask; no method blocks. Each question is answered exactly once, by any thread and perhaps
 * before the method returns.
 */
public interface Names extends AutoCloseable {
    /**
     * Names that have addresses and no services.
     *
     * @param executor runs look-ups, which may block
     */
    static Names ofHosts(Executor executor, Resolver.Lookup lookup) {
        return new HostTable(executor, lookup);
    }

    /** The services of a domain. */
    void naptr(String domain, Consumer<Answer<Naptr>> then);

    /** The servers of a service, in any order. */
    void srv(String service, Consumer<Answer<Srv>> then);

    /** The addresses of a host, those first that are to be tried first, with this port. */
    void addresses(String host, int port, Consumer<Answer<InetSocketAddress>> then);

    /** Lets go of what it has open; questions that are under way need no answer any more. */
    @Override
    default void close() {}
}
