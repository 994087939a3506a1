// SPDX-License-Identifier: Apache-2.0
/**
 * The core of the engine on one shard: dialogs, the requests that applications owe an answer, and the requests they sent
 * (RFC 3261 §8, §12 to §15).
 */
@NullMarked
package io.srf.server.dialog;

import org.jspecify.annotations.NullMarked;
