// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

/**
 * Which reliable provisional response a PRACK is for (RFC 3262 §7.2): {@code 776656 1 INVITE}.
 *
 * @param rseq the response's RSeq, 1 to 2<sup>31</sup> − 1
 * @param cseq the CSeq of the request it answered
 */
public record RAck(int rseq, CSeq cseq) {
    /** Reads {@code 776656 1 INVITE}. Throws {@link SipParseException} if it is anything else. */
    public static RAck parse(String text) {
        Cursor in = new Cursor(text);
        int rseq = in.number("an RSeq number", Integer.MAX_VALUE);
        if (!Chars.isBlank(in.peek())) {
            throw in.error("expected a blank after the RSeq number");
        }
        in.skipBlanks();
        return new RAck(rseq, CSeq.parse(in.rest()));
    }

    @Override
    public String toString() {
        return rseq + " " + cseq;
    }
}
