// SPDX-License-Identifier: Apache-2.0
package io.srf.wire;

/**
 * What one frame carries, in the two pieces it is written in, so that a SIP message need not be copied.
 *
 * @param leader the tokens, with the line end behind them if a SIP message follows; not to be changed
 * @param sip the SIP message, or nothing; not to be changed
 */
public record Payload(byte[] leader, byte[] sip) {
    /** The number of bytes, which a frame begins with. */
    public int length() {
        return leader.length + sip.length;
    }

    /** Both pieces together. */
    public byte[] toBytes() {
        byte[] bytes = new byte[length()];
        System.arraycopy(leader, 0, bytes, 0, leader.length);
        System.arraycopy(sip, 0, bytes, leader.length, sip.length);
        return bytes;
    }
}
