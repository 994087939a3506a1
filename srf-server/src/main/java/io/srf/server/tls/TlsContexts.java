// SPDX-License-Identifier: Apache-2.0
package io.srf.server.tls;

import io.srf.server.tls.ClientCertificates.Demand;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the two ends of TLS connections as {@link TlsOptions} says, and follows changes of their files. Any thread may
 * use it.
 *
 * <p>TLS 1.2 and 1.3, with forward secrecy and authenticated encryption only. New files serve handshakes that begin
 * afterwards; connections that are open stay as they are.
 */
public final class TlsContexts {
    private static final Logger LOG = LoggerFactory.getLogger(TlsContexts.class);
    private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");
    /** RFC 9325 §4.2 and §4.3: ephemeral keys, AEAD. */
    private static final List<String> CIPHERS = List.of(
            "TLS_AES_128_GCM_SHA256",
            "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    private final TlsOptions options;
    private final Identities identities;
    private final @Nullable Authorities ofClients;
    private final @Nullable Authorities ofServers;
    private final SSLContext server;
    private final SSLContext client;
    private final WatchedFiles files;

    /**
     * Reads the files; may block.
     *
     * @throws IllegalArgumentException if one cannot be used; the message names it and says what was expected
     */
    public TlsContexts(TlsOptions options) {
        this.options = options;
        this.files = new WatchedFiles(filesOf(options));
        this.identities = new Identities(read(options));
        Path clients = options.clients().authorities();
        this.ofClients = clients == null ? null : Authorities.of(clients);
        boolean anybody = options.servers().equals(Trust.ANY);
        this.ofServers = anybody ? null : Authorities.of(options.servers().authorities());
        this.server = context(ofClients);
        this.client = context(ofServers == null ? new Anybody() : ofServers);
    }

    private static List<Identity> read(TlsOptions options) {
        List<Identity> all = new ArrayList<>();
        options.identities().forEach(files -> all.add(Identity.read(files)));
        return all;
    }

    private static List<Path> filesOf(TlsOptions options) {
        Set<Path> all = new LinkedHashSet<>();
        options.identities().forEach(files -> all.addAll(List.of(files.certificate(), files.key())));
        Stream.of(options.clients().authorities(), options.servers().authorities())
                .forEach(file -> {
                    if (file != null) {
                        all.add(file);
                    }
                });
        return List.copyOf(all);
    }

    private SSLContext context(@Nullable X509ExtendedTrustManager trust) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {identities}, trust == null ? null : new TrustManager[] {trust}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no TLS", e);
        }
    }

    /** What it was made of. */
    public TlsOptions options() {
        return options;
    }

    /** The context of the end that is connected to, for those who make their engines themselves. */
    public SSLContext serverContext() {
        return server;
    }

    /** The context of the end that connects, for those who make their engines themselves. */
    public SSLContext clientContext() {
        return client;
    }

    /**
     * The end that is connected to.
     *
     * @param asksForCertificates whether the peer is asked for its certificate as the options say; never otherwise
     */
    public SSLEngine serverEngine(boolean asksForCertificates) {
        SSLEngine engine = server.createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = parameters(engine);
        parameters.setUseCipherSuitesOrder(true);
        Demand demand = asksForCertificates ? options.clients().demand() : Demand.NONE;
        switch (demand) {
            case NONE -> {}
            case WANTED -> parameters.setWantClientAuth(true);
            case REQUIRED -> parameters.setNeedClientAuth(true);
        }
        engine.setSSLParameters(parameters);
        return engine;
    }

    /**
     * The end that connects. Unless everybody is trusted, the peer's certificate must be for this host.
     *
     * @param host a name, which the peer is told (SNI), or an IP address without brackets
     */
    public SSLEngine clientEngine(String host, int port) {
        SSLEngine engine = client.createSSLEngine(host, port);
        engine.setUseClientMode(true);
        SSLParameters parameters = parameters(engine);
        if (ofServers != null) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        engine.setSSLParameters(parameters);
        return engine;
    }

    private static SSLParameters parameters(SSLEngine engine) {
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(PROTOCOLS.toArray(String[]::new));
        Set<String> known = Set.of(engine.getSupportedCipherSuites());
        parameters.setCipherSuites(CIPHERS.stream().filter(known::contains).toArray(String[]::new));
        return parameters;
    }

    /**
     * Reads the files again, if one is other than that in use; may block. Nothing is changed yet.
     *
     * @throws IllegalArgumentException if one cannot be used; the message names it and says what was expected
     */
    public synchronized NewCertificates prepare() {
        WatchedFiles.Look look = files.look();
        if (look.changed().isEmpty()) {
            return NewCertificates.NONE;
        }
        List<Identity> fresh = read(options);
        Runnable clients = reread(ofClients, options.clients().authorities());
        Runnable servers = reread(ofServers, options.servers().authorities());
        return new NewCertificates(look.changed(), () -> {
            clients.run();
            servers.run();
            use(fresh, look);
        });
    }

    private synchronized void use(List<Identity> fresh, WatchedFiles.Look look) {
        identities.replace(fresh);
        files.use(look);
        LOG.info("new TLS files are in use: {}", look.changed());
    }

    private static Runnable reread(@Nullable Authorities authorities, @Nullable Path file) {
        return authorities == null || file == null ? () -> {} : authorities.reread(file);
    }

    /**
     * Reads the files again if one has changed since they were last looked at by this, and puts them to use; may block. Files that cannot be used are
     * logged, and all stays as it was until they change again.
     *
     * @return whether new ones are in use
     */
    public synchronized boolean refresh() {
        if (!files.changed()) {
            return false;
        }
        try {
            NewCertificates fresh = prepare();
            fresh.use();
            return !fresh.files().isEmpty();
        } catch (IllegalArgumentException e) {
            LOG.error("changed TLS files cannot be used, the old ones stay in use: {}", e.getMessage());
            return false;
        }
    }
}
