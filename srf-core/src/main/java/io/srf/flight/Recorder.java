// SPDX-License-Identifier: Apache-2.0
package io.srf.flight;

/**
 * Takes down what happens to calls.
 *
 * <p>Any thread may call any method, on the path of a call: it never blocks, waits or throws.
 */
public interface Recorder {
    /** Takes nothing down. */
    Recorder OFF = new Recorder() {
        @Override
        public boolean isOn() {
            return false;
        }

        @Override
        public void record(String callId, FlightEvent event) {}

        @Override
        public void join(String callId, String leg) {}
    };

    /** Whether anything is taken down; if not, callers may spare themselves what they would say. */
    boolean isOn();

    /** Something happened, now. */
    void record(String callId, FlightEvent event);

    /**
     * From now on, and from the beginning, what happens to one Call-ID is a part of the call with another.
     *
     * @param callId of the call, or another name for one whose first Call-ID is not known yet
     * @param leg a second Call-ID, as a back-to-back user agent has for its other side
     */
    void join(String callId, String leg);
}
