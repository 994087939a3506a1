// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

/** Runs the machine of a client transaction. */
abstract non-sealed class ClientDriver implements ClientTransaction {}
