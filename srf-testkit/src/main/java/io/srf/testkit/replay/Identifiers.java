// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit.replay;

import io.srf.sip.HeaderName;
import io.srf.sip.NameAddr;
import io.srf.sip.SipMessage;
import io.srf.sip.SipParseException;
import io.srf.sip.SipRequest;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the stack calls things now, by what it had called them when it was recorded: branches, tags, Call-IDs, contacts, and the numbers in CSeq and
 * RSeq.
 */
final class Identifiers {
    private static final Pattern CSEQ = Pattern.compile("(?im)^(CSeq\\s*:\\s*)(\\d+)(\\s+)(\\S+)");
    private static final Pattern RACK = Pattern.compile("(?im)^(RAck\\s*:\\s*)(\\d+)(\\s)");
    private static final String END_OF_HEADERS = "\r\n\r\n";

    private final Map<String, String> names = new HashMap<>();
    private final Map<String, String> numbers = new HashMap<>();

    /** Learns from a message that the stack has sent in the place of a recorded one. */
    void learn(SipMessage recorded, SipMessage actual) {
        try {
            same(recorded.callId(), actual.callId());
            same(contact(recorded), contact(actual));
            if (recorded instanceof SipRequest && actual instanceof SipRequest) {
                same(recorded.topVia().branch(), actual.topVia().branch());
                same(recorded.from().tag(), actual.from().tag());
                String key = key(
                        recorded.callId(),
                        recorded.cseq().method(),
                        recorded.cseq().number());
                numbers.put(key, Integer.toString(actual.cseq().number()));
            } else {
                same(recorded.to().tag(), actual.to().tag());
                same(recorded, actual);
            }
        } catch (SipParseException e) {
            throw new IllegalArgumentException("the recording has a message that cannot be read: " + e.getMessage(), e);
        }
    }

    private void same(SipMessage recorded, SipMessage actual) {
        if (recorded.has(HeaderName.RSEQ) && actual.has(HeaderName.RSEQ)) {
            numbers.put(key(recorded.callId(), "RSeq", recorded.rseq()), Integer.toString(actual.rseq()));
        }
    }

    private void same(@Nullable String recorded, @Nullable String actual) {
        if (recorded != null && actual != null && !recorded.equals(actual)) {
            names.put(recorded, actual);
        }
    }

    private static @Nullable String contact(SipMessage message) {
        NameAddr contact = message.contact();
        return contact == null ? null : contact.uri().toString();
    }

    private static String key(String callId, String what, int number) {
        return callId + ' ' + what + ' ' + number;
    }

    /** What a leg is called now. */
    String leg(String recorded) {
        return names.getOrDefault(recorded, recorded);
    }

    /** A recorded message as its peer would write it now. The body stays as it was. */
    byte[] translate(String leg, byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int end = text.indexOf(END_OF_HEADERS);
        String head = end < 0 ? text : text.substring(0, end);
        String counted = CSEQ.matcher(head)
                .replaceAll(found -> Matcher.quoteReplacement(found.group(1)
                        + (isResponse(head) ? number(leg, found.group(4), found.group(2)) : found.group(2))
                        + found.group(3)
                        + found.group(4)));
        String acknowledged = RACK.matcher(counted)
                .replaceAll(found -> Matcher.quoteReplacement(
                        found.group(1) + number(leg, "RSeq", found.group(2)) + found.group(3)));
        return (named(acknowledged) + (end < 0 ? "" : text.substring(end))).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static boolean isResponse(String head) {
        return head.startsWith("SIP/");
    }

    private String number(String leg, String what, String recorded) {
        return numbers.getOrDefault(leg + ' ' + what + ' ' + recorded, recorded);
    }

    private String named(String head) {
        if (names.isEmpty()) {
            return head;
        }
        String all = names.keySet().stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .map(Pattern::quote)
                .collect(Collectors.joining("|"));
        return Pattern.compile(all)
                .matcher(head)
                .replaceAll(found -> Matcher.quoteReplacement(names.get(found.group())));
    }
}
