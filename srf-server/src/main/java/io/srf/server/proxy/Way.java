// SPDX-License-Identifier: Apache-2.0
package io.srf.server.proxy;

import io.srf.server.dialog.Shard;
import io.srf.server.transaction.TransactionLayer;

/**
 * What a request needs to go on from here.
 *
 * @param shard that it belongs to
 * @param layer sends it
 * @param hops which of its hops are ours
 */
record Way(Shard shard, TransactionLayer layer, OwnHops hops) {}
