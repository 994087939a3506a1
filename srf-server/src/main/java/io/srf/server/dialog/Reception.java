// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.srf.server.routing.Chooser;

/**
 * Where new requests are sent to the one who takes them.
 *
 * @param chooser decides who that is
 * @param outbound connects to applications that are not connected
 * @param pings answers for the engine itself what nobody wants
 */
public record Reception(Chooser chooser, OutboundLinks outbound, Pings pings) {}
