// SPDX-License-Identifier: Apache-2.0
package io.srf.drachtio;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What has to be the same in two messages, and what may differ: identifiers, times, lengths. */
final class Shape {
    /** What an engine makes up, each in the order of the message. */
    private static final List<Pattern> MADE_UP = List.of(
            Pattern.compile("(?im)^From:.*;tag=([^;>\\s]+)"),
            Pattern.compile("(?im)^To:.*;tag=([^;>\\s]+)"),
            Pattern.compile("(?im)^Via:.*;branch=([^;>\\s]+)"),
            Pattern.compile("(?im)^Call-ID: *(\\S+)"),
            Pattern.compile("(?im)^RSeq: *(\\d+)"),
            Pattern.compile("(?im)^Record-Route: *(<[^>]*>)"),
            Pattern.compile("(?im)^CSeq: *(\\d+)"));

    private static final Pattern START_LINE = Pattern.compile("SIP/2\\.0 \\d.*|[A-Z]+ \\S+ SIP/2\\.0");
    private static final Pattern CSEQ = Pattern.compile("(?im)^CSeq: *\\d+ +(\\S+)");
    /** Numbers that are too short to be replaced wherever they stand. */
    private static final int SHORT = 5;

    private static final String DIALOG = "dialog";
    /** Responses of which it does not matter whether they name a dialog. */
    private static final Pattern MAKES_NO_DIALOG = Pattern.compile("^([3-6]\\d\\d|2\\d\\d (?!INVITE|SUBSCRIBE))");

    private Shape() {}

    /** Of what a phone or an application hears. */
    static String of(String text) {
        int eol = text.indexOf("\r\n");
        String first = firstLine(text);
        if (isSip(first)) {
            return message(text);
        }
        List<String> tokens = List.of(first.split("\\|", -1));
        List<String> shape = new ArrayList<>();
        String kind = tokens.get(1);
        shape.add(kind);
        if (kind.equals("response")) {
            shape.add(tokens.get(3));
            reply(tokens.subList(4, tokens.size()), shape);
        } else if (kind.equals("sip")) {
            origin(tokens.subList(2, tokens.size()), shape);
        } else {
            shape.add(tokens.get(2));
            shape.addAll(tokens.subList(4, tokens.size()));
        }
        if (eol >= 0) {
            shape.add(message(text.substring(eol + 2)));
        }
        shape.removeIf(String::isEmpty);
        if (MAKES_NO_DIALOG.matcher(shape.getLast()).find()) {
            shape.remove(DIALOG);
        }
        return String.join(" ", shape);
    }

    private static String firstLine(String text) {
        int end = text.indexOf("\r\n");
        return end < 0 ? text : text.substring(0, end);
    }

    private static boolean isSip(String firstLine) {
        return START_LINE.matcher(firstLine).matches();
    }

    private static void reply(List<String> rest, List<String> shape) {
        if (rest.isEmpty()) {
            return;
        }
        if (shape.getLast().equals("OK") && rest.getFirst().contains("/")) {
            shape.add("addresses and version");
        } else if (rest.getFirst().equals("application") || rest.getFirst().equals("network")) {
            origin(rest, shape);
        } else {
            shape.addAll(rest);
        }
    }

    /** Source, length, protocol, address, port, time, transaction, dialog, others. */
    private static void origin(List<String> tokens, List<String> shape) {
        shape.add(tokens.get(0));
        shape.add(tokens.get(3) + ':' + tokens.get(4));
        shape.add(tokens.get(6).isEmpty() ? "" : tokens.get(6).equals("unsolicited") ? "unsolicited" : "transaction");
        if (tokens.size() > 7) {
            shape.add(tokens.get(7).contains(";from-tag=") ? DIALOG : tokens.get(7));
            shape.addAll(tokens.subList(8, tokens.size()));
        }
    }

    /** What is still the same in messages that differ more than they may: what was sent or received. */
    static String core(String text) {
        String shape = of(text);
        int sent = shape.indexOf("Msg sent:");
        if (sent >= 0) {
            return shape.substring(sent);
        }
        int body = text.indexOf("|\r\n");
        return shape.split(" ")[0] + ' ' + (body < 0 ? shape : message(text.substring(body + 3)));
    }

    private static String message(String sip) {
        String first = firstLine(sip);
        int body = sip.indexOf("\r\n\r\n");
        String rest = body >= 0 && body + 4 < sip.length() ? " with a body" : "";
        Matcher cseq = CSEQ.matcher(sip);
        String method = cseq.find() ? ' ' + cseq.group(1) : "";
        return (first.startsWith("SIP/2.0 ") ? first.split(" ")[1] + method : first.split(" ")[0]) + rest;
    }

    /** What stands in another message in the place of this one's identifiers. */
    static Map<String, String> identifiers(String recorded, String actual) {
        Map<String, String> pairs = new LinkedHashMap<>();
        if (!isSip(firstLine(recorded))) {
            tokens(recorded, actual, pairs);
        }
        for (Pattern each : MADE_UP) {
            Matcher mine = each.matcher(recorded);
            Matcher theirs = each.matcher(actual);
            while (mine.find() && theirs.find()) {
                pair(mine.group(1), theirs.group(1), pairs);
            }
        }
        return pairs;
    }

    private static void tokens(String recorded, String actual, Map<String, String> pairs) {
        String[] mine = firstLine(recorded).split("\\|", -1);
        String[] theirs = firstLine(actual).split("\\|", -1);
        int transaction = mine[1].equals("response") ? 10 : 8;
        for (int i = transaction; i < Math.min(mine.length, theirs.length) && i < transaction + 2; i++) {
            pair(mine[i], theirs[i], pairs);
        }
    }

    private static void pair(String mine, String theirs, Map<String, String> pairs) {
        if (mine.length() >= SHORT && !mine.equals(theirs) && !theirs.isEmpty()) {
            pairs.putIfAbsent(mine, theirs);
        }
    }
}
