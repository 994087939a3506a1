// SPDX-License-Identifier: Apache-2.0
package io.srf.server.lookup;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/** Names that have addresses and no services, from something that may block. */
final class HostTable implements Names {
    private final Executor executor;
    private final Resolver.Lookup lookup;

    HostTable(Executor executor, Resolver.Lookup lookup) {
        this.executor = executor;
        this.lookup = lookup;
    }

    @Override
    public void naptr(String domain, Consumer<Answer<Naptr>> then) {
        then.accept(Answer.none());
    }

    @Override
    public void srv(String service, Consumer<Answer<Srv>> then) {
        then.accept(Answer.none());
    }

    @Override
    public void addresses(String host, int port, Consumer<Answer<InetSocketAddress>> then) {
        try {
            executor.execute(() -> then.accept(find(host, port)));
        } catch (RejectedExecutionException e) {
            then.accept(Answer.failed("the engine is closed"));
        }
    }

    private Answer<InetSocketAddress> find(String host, int port) {
        InetSocketAddress found = lookup.find(host, port);
        return found == null ? Answer.none() : Answer.of(List.of(found));
    }
}
