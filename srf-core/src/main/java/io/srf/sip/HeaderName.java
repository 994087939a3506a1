// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The name of a header: equal to every spelling of the same name, whatever its case and compact form.
 *
 * <p>Names that the RFCs define are constants; {@link #of(String)} gives the constant for any of their spellings, and
 * keeps the spelling of a name it does not know.
 */
public final class HeaderName {
    private static final int TABLE_SIZE = 512;
    private static final HeaderName[] TABLE = new HeaderName[TABLE_SIZE];
    private static final byte[][] SPELLINGS = new byte[TABLE_SIZE][];

    /** {@code Accept} (RFC 3261). */
    public static final HeaderName ACCEPT = known("Accept");
    /** {@code Accept-Encoding} (RFC 3261). */
    public static final HeaderName ACCEPT_ENCODING = known("Accept-Encoding");
    /** {@code Alert-Info} (RFC 3261). */
    public static final HeaderName ALERT_INFO = known("Alert-Info");
    /** {@code Allow} (RFC 3261). */
    public static final HeaderName ALLOW = known("Allow");
    /** {@code Allow-Events}, {@code u} (RFC 6665). */
    public static final HeaderName ALLOW_EVENTS = known("Allow-Events", "u");
    /** {@code Authorization} (RFC 3261). */
    public static final HeaderName AUTHORIZATION = known("Authorization");
    /** {@code Call-ID}, {@code i} (RFC 3261). */
    public static final HeaderName CALL_ID = known("Call-ID", "i");
    /** {@code Contact}, {@code m} (RFC 3261). */
    public static final HeaderName CONTACT = known("Contact", "m");
    /** {@code Content-Disposition} (RFC 3261). */
    public static final HeaderName CONTENT_DISPOSITION = known("Content-Disposition");
    /** {@code Content-Encoding}, {@code e} (RFC 3261). */
    public static final HeaderName CONTENT_ENCODING = known("Content-Encoding", "e");
    /** {@code Content-Length}, {@code l} (RFC 3261). */
    public static final HeaderName CONTENT_LENGTH = known("Content-Length", "l");
    /** {@code Content-Type}, {@code c} (RFC 3261). */
    public static final HeaderName CONTENT_TYPE = known("Content-Type", "c");
    /** {@code CSeq} (RFC 3261). */
    public static final HeaderName CSEQ = known("CSeq");
    /** {@code Date} (RFC 3261). */
    public static final HeaderName DATE = known("Date");
    /** {@code Diversion} (RFC 5806). */
    public static final HeaderName DIVERSION = known("Diversion");
    /** {@code Event}, {@code o} (RFC 6665). */
    public static final HeaderName EVENT = known("Event", "o");
    /** {@code Expires} (RFC 3261). */
    public static final HeaderName EXPIRES = known("Expires");
    /** {@code From}, {@code f} (RFC 3261). */
    public static final HeaderName FROM = known("From", "f");
    /** {@code Max-Forwards} (RFC 3261). */
    public static final HeaderName MAX_FORWARDS = known("Max-Forwards");
    /** {@code Min-Expires} (RFC 3261). */
    public static final HeaderName MIN_EXPIRES = known("Min-Expires");
    /** {@code Min-SE} (RFC 4028). */
    public static final HeaderName MIN_SE = known("Min-SE");
    /** {@code P-Asserted-Identity} (RFC 3325). */
    public static final HeaderName P_ASSERTED_IDENTITY = known("P-Asserted-Identity");
    /** {@code Path} (RFC 3327). */
    public static final HeaderName PATH = known("Path");
    /** {@code Proxy-Authenticate} (RFC 3261). */
    public static final HeaderName PROXY_AUTHENTICATE = known("Proxy-Authenticate");
    /** {@code Proxy-Authorization} (RFC 3261). */
    public static final HeaderName PROXY_AUTHORIZATION = known("Proxy-Authorization");
    /** {@code Proxy-Require} (RFC 3261). */
    public static final HeaderName PROXY_REQUIRE = known("Proxy-Require");
    /** {@code RAck} (RFC 3262). */
    public static final HeaderName RACK = known("RAck");
    /** {@code Reason} (RFC 3326). */
    public static final HeaderName REASON = known("Reason");
    /** {@code Record-Route} (RFC 3261). */
    public static final HeaderName RECORD_ROUTE = known("Record-Route");
    /** {@code Refer-To}, {@code r} (RFC 3515). */
    public static final HeaderName REFER_TO = known("Refer-To", "r");
    /** {@code Referred-By}, {@code b} (RFC 3892). */
    public static final HeaderName REFERRED_BY = known("Referred-By", "b");
    /** {@code Remote-Party-ID}. */
    public static final HeaderName REMOTE_PARTY_ID = known("Remote-Party-ID");
    /** {@code Replaces} (RFC 3891). */
    public static final HeaderName REPLACES = known("Replaces");
    /** {@code Require} (RFC 3261). */
    public static final HeaderName REQUIRE = known("Require");
    /** {@code Retry-After} (RFC 3261). */
    public static final HeaderName RETRY_AFTER = known("Retry-After");
    /** {@code Route} (RFC 3261). */
    public static final HeaderName ROUTE = known("Route");
    /** {@code RSeq} (RFC 3262). */
    public static final HeaderName RSEQ = known("RSeq");
    /** {@code Server} (RFC 3261). */
    public static final HeaderName SERVER = known("Server");
    /** {@code Service-Route} (RFC 3608). */
    public static final HeaderName SERVICE_ROUTE = known("Service-Route");
    /** {@code Session-Expires}, {@code x} (RFC 4028). */
    public static final HeaderName SESSION_EXPIRES = known("Session-Expires", "x");
    /** {@code Subject}, {@code s} (RFC 3261). */
    public static final HeaderName SUBJECT = known("Subject", "s");
    /** {@code Subscription-State} (RFC 6665). */
    public static final HeaderName SUBSCRIPTION_STATE = known("Subscription-State");
    /** {@code Supported}, {@code k} (RFC 3261). */
    public static final HeaderName SUPPORTED = known("Supported", "k");
    /** {@code Timestamp} (RFC 3261). */
    public static final HeaderName TIMESTAMP = known("Timestamp");
    /** {@code To}, {@code t} (RFC 3261). */
    public static final HeaderName TO = known("To", "t");
    /** {@code Unsupported} (RFC 3261). */
    public static final HeaderName UNSUPPORTED = known("Unsupported");
    /** {@code User-Agent} (RFC 3261). */
    public static final HeaderName USER_AGENT = known("User-Agent");
    /** {@code Via}, {@code v} (RFC 3261). */
    public static final HeaderName VIA = known("Via", "v");
    /** {@code Warning} (RFC 3261). */
    public static final HeaderName WARNING = known("Warning");
    /** {@code WWW-Authenticate} (RFC 3261). */
    public static final HeaderName WWW_AUTHENTICATE = known("WWW-Authenticate");

    static {
        known("Accept-Contact", "a");
        known("Accept-Language");
        known("Authentication-Info");
        known("Call-Info");
        known("Content-Language");
        known("Error-Info");
        known("Flow-Timer");
        known("History-Info");
        known("Identity", "y");
        known("Identity-Info", "n");
        known("In-Reply-To");
        known("Info-Package");
        known("Join");
        known("MIME-Version");
        known("Organization");
        known("P-Access-Network-Info");
        known("P-Called-Party-ID");
        known("P-Charging-Vector");
        known("P-Preferred-Identity");
        known("Priority");
        known("Privacy");
        known("Recv-Info");
        known("Refer-Sub");
        known("Reject-Contact", "j");
        known("Reply-To");
        known("Request-Disposition", "d");
        known("Resource-Priority");
        known("SIP-ETag");
        known("SIP-If-Match");
        known("Target-Dialog");
        known("User-to-User");
    }

    private final String text;
    private final String lower;
    private final byte[] line;

    private HeaderName(String text) {
        this.text = text;
        this.lower = text.toLowerCase(Locale.ROOT);
        this.line = (text + ": ").getBytes(StandardCharsets.US_ASCII);
    }

    private static HeaderName known(String text, String... compactForms) {
        HeaderName name = new HeaderName(text);
        enter(text, name);
        for (String compact : compactForms) {
            enter(compact, name);
        }
        return name;
    }

    private static void enter(String spelling, HeaderName name) {
        byte[] bytes = spelling.getBytes(StandardCharsets.US_ASCII);
        int slot = hash(bytes, 0, bytes.length);
        while (TABLE[slot] != null) {
            slot = (slot + 1) & (TABLE_SIZE - 1);
        }
        TABLE[slot] = name;
        SPELLINGS[slot] = bytes;
    }

    private static int hash(byte[] bytes, int from, int to) {
        int h = to - from;
        for (int i = from; i < to; i++) {
            h = h * 31 + (bytes[i] | 0x20);
        }
        return (h ^ (h >>> 9)) & (TABLE_SIZE - 1);
    }

    /**
     * The name for this spelling.
     *
     * @throws IllegalArgumentException if it is not a token (RFC 3261 §25.1)
     */
    public static HeaderName of(String spelling) {
        if (!Chars.isToken(spelling)) {
            throw new IllegalArgumentException("not a header name: \"" + spelling + "\", expected a token");
        }
        byte[] bytes = spelling.getBytes(StandardCharsets.US_ASCII);
        return of(bytes, 0, bytes.length);
    }

    /** The name that stands in these bytes, which must be token characters. */
    static HeaderName of(byte[] bytes, int from, int to) {
        int slot = hash(bytes, from, to);
        while (TABLE[slot] != null) {
            if (sameIgnoringCase(SPELLINGS[slot], bytes, from, to)) {
                return TABLE[slot];
            }
            slot = (slot + 1) & (TABLE_SIZE - 1);
        }
        return new HeaderName(new String(bytes, from, to - from, StandardCharsets.US_ASCII));
    }

    private static boolean sameIgnoringCase(byte[] spelling, byte[] bytes, int from, int to) {
        if (spelling.length != to - from) {
            return false;
        }
        for (int i = 0; i < spelling.length; i++) {
            byte a = spelling[i];
            byte b = bytes[from + i];
            if (a != b && !(Chars.isAlpha(a) && (a ^ b) == 0x20)) {
                return false;
            }
        }
        return true;
    }

    /** The name and the colon, as they are written. */
    byte[] line() {
        return line;
    }

    /** The name as the RFC writes it, or as it was first spelled where no RFC is known. */
    @Override
    public String toString() {
        return text;
    }

    @Override
    public boolean equals(@org.jspecify.annotations.Nullable Object other) {
        return this == other || (other instanceof HeaderName name && name.lower.equals(lower));
    }

    @Override
    public int hashCode() {
        return lower.hashCode();
    }
}
