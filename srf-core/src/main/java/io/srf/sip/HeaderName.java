// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The name of a header: equal to every spelling of the same name, whatever its case and compact form.
 *
 * <p>Names that the RFCs define are constants; {@link #of(String)} gives the constant for any of their spellings, and
 * keeps the spelling of a name it does not know.
 */
public final class HeaderName {
    private static final HeaderNames KNOWN = new HeaderNames();

    /** {@code Accept} (RFC 3261). */
    public static final HeaderName ACCEPT = known("Accept");
    /** {@code Accept-Contact}, {@code a} (RFC 3841). */
    public static final HeaderName ACCEPT_CONTACT = known("Accept-Contact", "a");
    /** {@code Accept-Encoding} (RFC 3261). */
    public static final HeaderName ACCEPT_ENCODING = known("Accept-Encoding");
    /** {@code Accept-Language} (RFC 3261). */
    public static final HeaderName ACCEPT_LANGUAGE = known("Accept-Language");
    /** {@code Alert-Info} (RFC 3261). */
    public static final HeaderName ALERT_INFO = known("Alert-Info");
    /** {@code Allow} (RFC 3261). */
    public static final HeaderName ALLOW = known("Allow");
    /** {@code Allow-Events}, {@code u} (RFC 6665). */
    public static final HeaderName ALLOW_EVENTS = known("Allow-Events", "u");
    /** {@code Authentication-Info} (RFC 3261). */
    public static final HeaderName AUTHENTICATION_INFO = known("Authentication-Info");
    /** {@code Authorization} (RFC 3261). */
    public static final HeaderName AUTHORIZATION = known("Authorization");
    /** {@code Call-ID}, {@code i} (RFC 3261). */
    public static final HeaderName CALL_ID = known("Call-ID", "i");
    /** {@code Call-Info} (RFC 3261). */
    public static final HeaderName CALL_INFO = known("Call-Info");
    /** {@code Contact}, {@code m} (RFC 3261). */
    public static final HeaderName CONTACT = known("Contact", "m");
    /** {@code Content-Disposition} (RFC 3261). */
    public static final HeaderName CONTENT_DISPOSITION = known("Content-Disposition");
    /** {@code Content-Encoding}, {@code e} (RFC 3261). */
    public static final HeaderName CONTENT_ENCODING = known("Content-Encoding", "e");
    /** {@code Content-ID} (RFC 8262). */
    public static final HeaderName CONTENT_ID = known("Content-ID");
    /** {@code Content-Language} (RFC 3261). */
    public static final HeaderName CONTENT_LANGUAGE = known("Content-Language");
    /** {@code Content-Length}, {@code l} (RFC 3261). */
    public static final HeaderName CONTENT_LENGTH = known("Content-Length", "l");
    /** {@code Content-Transfer-Encoding} (RFC 2045). */
    public static final HeaderName CONTENT_TRANSFER_ENCODING = known("Content-Transfer-Encoding");
    /** {@code Content-Type}, {@code c} (RFC 3261). */
    public static final HeaderName CONTENT_TYPE = known("Content-Type", "c");
    /** {@code CSeq} (RFC 3261). */
    public static final HeaderName CSEQ = known("CSeq");
    /** {@code Date} (RFC 3261). */
    public static final HeaderName DATE = known("Date");
    /** {@code Diversion} (RFC 5806). */
    public static final HeaderName DIVERSION = known("Diversion");
    /** {@code Error-Info} (RFC 3261). */
    public static final HeaderName ERROR_INFO = known("Error-Info");
    /** {@code Event}, {@code o} (RFC 6665). */
    public static final HeaderName EVENT = known("Event", "o");
    /** {@code Expires} (RFC 3261). */
    public static final HeaderName EXPIRES = known("Expires");
    /** {@code Feature-Caps} (RFC 6809). */
    public static final HeaderName FEATURE_CAPS = known("Feature-Caps");
    /** {@code Flow-Timer} (RFC 5626). */
    public static final HeaderName FLOW_TIMER = known("Flow-Timer");
    /** {@code From}, {@code f} (RFC 3261). */
    public static final HeaderName FROM = known("From", "f");
    /** {@code Geolocation} (RFC 6442). */
    public static final HeaderName GEOLOCATION = known("Geolocation");
    /** {@code History-Info} (RFC 7044). */
    public static final HeaderName HISTORY_INFO = known("History-Info");
    /** {@code Identity}, {@code y} (RFC 8224). */
    public static final HeaderName IDENTITY = known("Identity", "y");
    /** {@code Identity-Info}, {@code n} (RFC 4474). */
    public static final HeaderName IDENTITY_INFO = known("Identity-Info", "n");
    /** {@code In-Reply-To} (RFC 3261). */
    public static final HeaderName IN_REPLY_TO = known("In-Reply-To");
    /** {@code Info-Package} (RFC 6086). */
    public static final HeaderName INFO_PACKAGE = known("Info-Package");
    /** {@code Join} (RFC 3911). */
    public static final HeaderName JOIN = known("Join");
    /** {@code Max-Forwards} (RFC 3261). */
    public static final HeaderName MAX_FORWARDS = known("Max-Forwards");
    /** {@code MIME-Version} (RFC 3261). */
    public static final HeaderName MIME_VERSION = known("MIME-Version");
    /** {@code Min-Expires} (RFC 3261). */
    public static final HeaderName MIN_EXPIRES = known("Min-Expires");
    /** {@code Min-SE} (RFC 4028). */
    public static final HeaderName MIN_SE = known("Min-SE");
    /** {@code Organization} (RFC 3261). */
    public static final HeaderName ORGANIZATION = known("Organization");
    /** {@code P-Access-Network-Info} (RFC 7315). */
    public static final HeaderName P_ACCESS_NETWORK_INFO = known("P-Access-Network-Info");
    /** {@code P-Asserted-Identity} (RFC 3325). */
    public static final HeaderName P_ASSERTED_IDENTITY = known("P-Asserted-Identity");
    /** {@code P-Asserted-Service} (RFC 6050). */
    public static final HeaderName P_ASSERTED_SERVICE = known("P-Asserted-Service");
    /** {@code P-Called-Party-ID} (RFC 7315). */
    public static final HeaderName P_CALLED_PARTY_ID = known("P-Called-Party-ID");
    /** {@code P-Charging-Vector} (RFC 7315). */
    public static final HeaderName P_CHARGING_VECTOR = known("P-Charging-Vector");
    /** {@code P-Early-Media} (RFC 5009). */
    public static final HeaderName P_EARLY_MEDIA = known("P-Early-Media");
    /** {@code P-Preferred-Identity} (RFC 3325). */
    public static final HeaderName P_PREFERRED_IDENTITY = known("P-Preferred-Identity");
    /** {@code Path} (RFC 3327). */
    public static final HeaderName PATH = known("Path");
    /** {@code Priority} (RFC 3261). */
    public static final HeaderName PRIORITY = known("Priority");
    /** {@code Privacy} (RFC 3323). */
    public static final HeaderName PRIVACY = known("Privacy");
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
    /** {@code Recv-Info} (RFC 6086). */
    public static final HeaderName RECV_INFO = known("Recv-Info");
    /** {@code Refer-Sub} (RFC 4488). */
    public static final HeaderName REFER_SUB = known("Refer-Sub");
    /** {@code Refer-To}, {@code r} (RFC 3515). */
    public static final HeaderName REFER_TO = known("Refer-To", "r");
    /** {@code Referred-By}, {@code b} (RFC 3892). */
    public static final HeaderName REFERRED_BY = known("Referred-By", "b");
    /** {@code Reject-Contact}, {@code j} (RFC 3841). */
    public static final HeaderName REJECT_CONTACT = known("Reject-Contact", "j");
    /** {@code Remote-Party-ID}. */
    public static final HeaderName REMOTE_PARTY_ID = known("Remote-Party-ID");
    /** {@code Replaces} (RFC 3891). */
    public static final HeaderName REPLACES = known("Replaces");
    /** {@code Reply-To} (RFC 3261). */
    public static final HeaderName REPLY_TO = known("Reply-To");
    /** {@code Request-Disposition}, {@code d} (RFC 3841). */
    public static final HeaderName REQUEST_DISPOSITION = known("Request-Disposition", "d");
    /** {@code Require} (RFC 3261). */
    public static final HeaderName REQUIRE = known("Require");
    /** {@code Resource-Priority} (RFC 4412). */
    public static final HeaderName RESOURCE_PRIORITY = known("Resource-Priority");
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
    /** {@code Session-ID} (RFC 7989). */
    public static final HeaderName SESSION_ID = known("Session-ID");
    /** {@code SIP-ETag} (RFC 3903). */
    public static final HeaderName SIP_ETAG = known("SIP-ETag");
    /** {@code SIP-If-Match} (RFC 3903). */
    public static final HeaderName SIP_IF_MATCH = known("SIP-If-Match");
    /** {@code Subject}, {@code s} (RFC 3261). */
    public static final HeaderName SUBJECT = known("Subject", "s");
    /** {@code Subscription-State} (RFC 6665). */
    public static final HeaderName SUBSCRIPTION_STATE = known("Subscription-State");
    /** {@code Supported}, {@code k} (RFC 3261). */
    public static final HeaderName SUPPORTED = known("Supported", "k");
    /** {@code Target-Dialog} (RFC 4538). */
    public static final HeaderName TARGET_DIALOG = known("Target-Dialog");
    /** {@code Timestamp} (RFC 3261). */
    public static final HeaderName TIMESTAMP = known("Timestamp");
    /** {@code To}, {@code t} (RFC 3261). */
    public static final HeaderName TO = known("To", "t");
    /** {@code Unsupported} (RFC 3261). */
    public static final HeaderName UNSUPPORTED = known("Unsupported");
    /** {@code User-Agent} (RFC 3261). */
    public static final HeaderName USER_AGENT = known("User-Agent");
    /** {@code User-to-User} (RFC 7433). */
    public static final HeaderName USER_TO_USER = known("User-to-User");
    /** {@code Via}, {@code v} (RFC 3261). */
    public static final HeaderName VIA = known("Via", "v");
    /** {@code Warning} (RFC 3261). */
    public static final HeaderName WARNING = known("Warning");
    /** {@code WWW-Authenticate} (RFC 3261). */
    public static final HeaderName WWW_AUTHENTICATE = known("WWW-Authenticate");

    private static final Set<HeaderName> OF_BODIES = Set.of(
            CONTENT_TYPE,
            CONTENT_ENCODING,
            CONTENT_DISPOSITION,
            CONTENT_LANGUAGE,
            CONTENT_ID,
            CONTENT_TRANSFER_ENCODING,
            MIME_VERSION);

    private final String text;
    private final int hash;

    private HeaderName(String text) {
        this.text = text;
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        this.hash = HeaderNames.hash(bytes, 0, bytes.length);
    }

    private HeaderName(String text, int hash) {
        this.text = text;
        this.hash = hash;
    }

    private static HeaderName known(String text, String... compactForms) {
        HeaderName name = new HeaderName(text);
        KNOWN.add(text, name);
        for (String compact : compactForms) {
            KNOWN.add(compact, name);
        }
        return name;
    }

    /**
     * The name for this spelling.
     *
     * @throws IllegalArgumentException if it is not a token (RFC 3261 §25.1)
     */
    public static HeaderName of(String spelling) {
        if (!Chars.isToken(spelling)) {
            throw new IllegalArgumentException("not a header name: " + Text.show(spelling) + ", expected a token");
        }
        byte[] bytes = spelling.getBytes(StandardCharsets.US_ASCII);
        return of(bytes, 0, bytes.length, HeaderNames.hash(bytes, 0, bytes.length));
    }

    /** The name that stands in these bytes, which must be token characters with this hash. */
    static HeaderName of(byte[] bytes, int from, int to, int hash) {
        HeaderName known = KNOWN.find(bytes, from, to, hash);
        return known != null
                ? known
                : new HeaderName(new String(bytes, from, to - from, StandardCharsets.US_ASCII), hash);
    }

    /** Whether it describes a body and goes with it (RFC 3261 §7.4.1, RFC 8262). */
    public boolean describesBody() {
        return OF_BODIES.contains(this);
    }

    /** The name as the RFC writes it, or as it was first spelled where no RFC is known. */
    @Override
    public String toString() {
        return text;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof HeaderName name && name.hash == hash && name.text.equalsIgnoreCase(text));
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
