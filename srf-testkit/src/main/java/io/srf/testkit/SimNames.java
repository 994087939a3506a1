// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.server.lookup.Answer;
import io.srf.server.lookup.Names;
import io.srf.server.lookup.Naptr;
import io.srf.server.lookup.Srv;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** The DNS of a simulated network. Any thread may use it. */
final class SimNames {
    private final Map<String, List<Naptr>> naptrs = new ConcurrentHashMap<>();
    private final Map<String, List<Srv>> srvs = new ConcurrentHashMap<>();

    void naptr(String domain, List<Naptr> records) {
        naptrs.put(key(domain), records);
    }

    void srv(String service, List<Srv> records) {
        srvs.put(key(service), records);
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** As an engine sees it: addresses come a little later, from these workers. */
    Names with(SimHosts hosts, Executor workers) {
        Names addresses = Names.ofHosts(workers, hosts::lookUp);
        return new Names() {
            @Override
            public void naptr(String domain, Consumer<Answer<Naptr>> then) {
                then.accept(Answer.of(naptrs.getOrDefault(key(domain), List.of())));
            }

            @Override
            public void srv(String service, Consumer<Answer<Srv>> then) {
                then.accept(Answer.of(srvs.getOrDefault(key(service), List.of())));
            }

            @Override
            public void addresses(String host, int port, Consumer<Answer<InetSocketAddress>> then) {
                addresses.addresses(host, port, then);
            }
        };
    }
}
