// SPDX-License-Identifier: Apache-2.0
/**
 * A world for tests of SIP software: time that a test drives, a network that can be told to fail, and telephones.
 *
 * <p>{@link io.srf.testkit.SipTest} puts an application into it, with an engine and a store; begin there. Below it, a
 * {@link io.srf.testkit.SimWorld} holds everything in one JVM without a socket or a wall clock, so that a call of two minutes takes
 * milliseconds, each run is like the last, and a race is set up rather than waited for:
 *
 * <pre>{@code
 * try (SimWorld world = SimWorld.seeded(1)) {
 *     Phone alice = world.phone("alice");
 *     Phone bob = world.phone("bob").ringsOnly();
 *     alice.calls(bob).sees(180);
 *     Hold ok = world.network().hold(packet -> packet.isResponse(200, "INVITE"));
 *     bob.answers();                      // the 200 is on its way ...
 *     alice.cancels();                    // ... and crosses the CANCEL
 *     bob.isTold("CANCEL");
 *     ok.release();
 *     bob.isTold("ACK").isTold("BYE");
 *     world.comesToRest();                // no call, transaction or timer is left over
 *     System.out.print(world.ladder());
 * }
 * }</pre>
 *
 * <ul>
 *   <li>{@link io.srf.testkit.VirtualTime} is the clock; {@link io.srf.testkit.Workers} runs blocking code on virtual threads in step with it.
 *   <li>{@link io.srf.testkit.SimNetwork} carries bytes with a {@link io.srf.testkit.Will}: loss, duplication, delay, reordering; a
 *       {@link io.srf.testkit.Hold} stops single packets. An engine runs on it by
 *       {@link io.srf.testkit.SimNetwork#engineNetwork} and {@link io.srf.testkit.SimLoop}.
 *   <li>{@link io.srf.testkit.Phone} is a user agent of its own, told by verbs and asked by expectations; its
 *       {@link io.srf.testkit.PhoneLine} is simulated, or a real socket in a {@link io.srf.testkit.LoopbackWorld}.
 *   <li>{@link io.srf.testkit.Ladder} draws what happened; every failed expectation shows it.
 * </ul>
 */
@NullMarked
package io.srf.testkit;

import org.jspecify.annotations.NullMarked;
