// SPDX-License-Identifier: Apache-2.0
/**
 * TLS of the engine: certificates and keys in PEM files, which may change while it runs, and whom it trusts.
 *
 * <p>{@link io.srf.server.tls.TlsOptions} says what is wanted, {@link io.srf.server.tls.TlsContexts} makes JDK engines
 * of it. Nothing here knows of SIP or of sockets.
 */
@NullMarked
package io.srf.server.tls;

import org.jspecify.annotations.NullMarked;
