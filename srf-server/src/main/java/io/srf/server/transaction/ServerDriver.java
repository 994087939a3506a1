// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

/** Runs the machine of a server transaction. */
abstract non-sealed class ServerDriver implements ServerTransaction {}
