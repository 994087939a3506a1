// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import io.srf.SrfConfig;
import io.srf.StoreTrouble;
import io.srf.session.SessionOptions;
import io.srf.session.SessionStore;
import io.srf.session.memory.MemorySessionStore;
import io.srf.session.redis.RedisSessionStore;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags of an application whose calls may go on in another process. */
final class StoreFlags {
    @Option(
            names = "--redis",
            paramLabel = "URI",
            description =
                    "Keeps the calls in this Redis, so that other nodes with the same --app can go on with them; else they are"
                            + " kept in this process. Such as redis://127.0.0.1:6379,"
                            + " redis-sentinel://HOST:PORT,HOST:PORT/MASTER or redis-cluster://HOST:PORT,HOST:PORT.")
    private @Nullable String redis;

    @Option(
            names = "--app",
            paramLabel = "NAME",
            defaultValue = "b2bua",
            description = "The name that all nodes of the application share (default: ${DEFAULT-VALUE}).")
    private String app = "";

    @Option(names = "--node", paramLabel = "NAME", description = "What people call this node.")
    private String node = "";

    @Option(
            names = "--lease",
            paramLabel = "SECONDS",
            description = "How long a node that is silent keeps its calls (default: 30).")
    private @Nullable Integer lease;

    @Option(
            names = "--store-trouble",
            paramLabel = "POLICY",
            defaultValue = "CALLS_FIRST",
            description =
                    "What comes first while the store fails: ${COMPLETION-CANDIDATES}; the second refuses new calls (default:"
                            + " ${DEFAULT-VALUE}).")
    private StoreTrouble trouble = StoreTrouble.CALLS_FIRST;

    /** Whether other nodes see the calls. */
    boolean isShared() {
        return redis != null;
    }

    /** Opens the store. */
    SessionStore open() {
        return redis == null ? MemorySessionStore.create() : RedisSessionStore.connect(redis);
    }

    /** An application with this store. */
    SrfConfig.Builder into(SrfConfig.Builder config, SessionStore store) {
        SessionOptions options =
                lease == null ? SessionOptions.DEFAULT : SessionOptions.DEFAULT.withLease(Duration.ofSeconds(lease));
        return config.app(app)
                .node(node)
                .sessions(store)
                .sessionOptions(options)
                .storeTrouble(trouble);
    }
}
