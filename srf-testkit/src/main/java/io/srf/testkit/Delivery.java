// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

/** The arrival of a packet, as an event that says what it is. */
record Delivery(Packet packet, Runnable arrival) implements Runnable {
    @Override
    public void run() {
        arrival.run();
    }

    @Override
    public String toString() {
        return "delivery of " + packet;
    }
}
