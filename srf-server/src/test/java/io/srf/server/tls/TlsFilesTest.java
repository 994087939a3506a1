// SPDX-License-Identifier: Apache-2.0
package io.srf.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of certificates and keys that cannot be used, and which forms of keys can. */
class TlsFilesTest {
    /** Made for this test: {@code openssl pkcs8 -topk8 -v2 aes-256-cbc -passout pass:right}. */
    private static final String ENCRYPTED = """
            -----BEGIN ENCRYPTED PRIVATE KEY-----
            MIHrMFYGCSqGSIb3DQEFDTBJMCgGCSqGSIb3DQEFDDAbBAh74iV7VHxkLgIBCjAM
            BggqhkiG9w0CCQUAMB0GCWCGSAFlAwQBKgQQwywgFAmVqTN3jzPk3w8hsgSBkHF9
            oH7mdmVdEkBTvAipFue7PgLSKpl9UqQW4AJTzUicP5TCyu+M+mLNHTscwbvfGZgY
            reNlF95zVE38hbvhKn9ZiP1GmzUo11FraYARr5x3NUGR5EkJQzpMdfqNPUwjp8uN
            4UoVs9qLrfXMEyiLHTxmVzoEWOZx+/JWBogUr7/vdG5foBnQflJMF9LzPUK7lg==
            -----END ENCRYPTED PRIVATE KEY-----
            """;

    @TempDir
    private Path folder;

    private final TlsIdentity good = TestIdentities.LOOPBACK;

    @Test
    void a_file_that_is_not_there_is_named() {
        Path missing = folder.resolve("none.crt");

        assertThatThrownBy(() -> new TlsContexts(TlsOptions.of(missing, good.key())))
                .hasMessage(missing + ": no such file");
        assertThatThrownBy(() -> new TlsContexts(TlsOptions.of(good.certificate(), missing)))
                .hasMessage(missing + ": no such file");
        assertThatThrownBy(() -> new TlsContexts(TlsOptions.NONE.withServers(Trust.in(missing))))
                .hasMessage(missing + ": no such file");
    }

    @Test
    void a_file_that_is_no_PEM_is_named() throws IOException {
        Path text = write("text", "hello");

        assertThatThrownBy(() -> new TlsContexts(TlsOptions.of(text, good.key())))
                .hasMessageContaining(text + ": no PEM");
    }

    @Test
    void certificate_and_key_in_each_others_place_are_named() {
        assertThatThrownBy(() -> new TlsContexts(TlsOptions.of(good.key(), good.certificate())))
                .hasMessageContaining(good.key() + ": no certificate, expected");
        assertThatThrownBy(() -> new TlsContexts(TlsOptions.of(good.certificate(), good.certificate())))
                .hasMessageContaining(good.certificate() + ": no private key, expected");
    }

    @Test
    void the_key_of_another_certificate_is_refused() throws Exception {
        Path rsa = write("rsa.key", pem("PRIVATE KEY", rsa().getPrivate().getEncoded()));

        assertThatThrownBy(() -> new TlsContexts(TlsOptions.of(good.certificate(), TestIdentities.OTHER.key())))
                .hasMessage(TestIdentities.OTHER.key() + ": not the key of the certificate in " + good.certificate());
        assertThatThrownBy(() -> new TlsContexts(TlsOptions.of(good.certificate(), rsa)))
                .hasMessageContaining(rsa + ": not the key of a certificate with a key of kind EC");
    }

    @Test
    void a_damaged_certificate_is_refused() throws IOException {
        Path damaged = write("damaged.crt", pem("CERTIFICATE", new byte[] {1, 2, 3}));

        assertThatThrownBy(() -> new TlsContexts(TlsOptions.of(damaged, good.key())))
                .hasMessageContaining(damaged + ": unreadable certificate");
    }

    @Test
    void an_encrypted_key_needs_its_password() throws IOException {
        Path encrypted = write("encrypted.key", ENCRYPTED);
        PublicKey ofTheSameKind = Identity.read(good).chain().getFirst().getPublicKey();

        assertThat(PrivateKeys.read(encrypted, "right", ofTheSameKind).getAlgorithm())
                .isEqualTo("EC");
        assertThatThrownBy(() -> PrivateKeys.read(encrypted, null, ofTheSameKind))
                .hasMessage(encrypted + ": the key is encrypted, expected its password");
        assertThatThrownBy(() -> PrivateKeys.read(encrypted, "wrong", ofTheSameKind))
                .hasMessageContaining("is the password right?");
    }

    @Test
    void an_EC_key_of_the_older_form_is_read() throws Exception {
        byte[] pkcs8 = der(good.key());
        int begin = indexOf(pkcs8, new byte[] {0x02, 0x01, 0x01, 0x04, 0x20}) - 2;
        Path sec1 = write("sec1.key", pem("EC PRIVATE KEY", Arrays.copyOfRange(pkcs8, begin, pkcs8.length)));

        assertThat(Identity.read(TlsIdentity.of(good.certificate(), sec1)).key().getAlgorithm())
                .isEqualTo("EC");
    }

    @Test
    void an_RSA_key_of_the_older_form_is_read() throws Exception {
        KeyPair pair = rsa();
        byte[] pkcs8 = pair.getPrivate().getEncoded();
        int begin = indexOf(pkcs8, new byte[] {0x02, 0x01, 0x00, 0x02}) - 4;
        Path pkcs1 = write("pkcs1.key", pem("RSA PRIVATE KEY", Arrays.copyOfRange(pkcs8, begin, pkcs8.length)));

        RSAPrivateCrtKey read = (RSAPrivateCrtKey) PrivateKeys.read(pkcs1, null, pair.getPublic());

        assertThat(read).isEqualTo(pair.getPrivate());
    }

    @Test
    void who_asks_for_client_certificates_says_whose() {
        assertThatThrownBy(() -> new ClientCertificates(ClientCertificates.Demand.REQUIRED, null))
                .hasMessage(
                        "client certificates are required, expected a file with the authorities that they must come from");
    }

    @Test
    void a_password_is_not_shown() {
        assertThat(new TlsIdentity(good.certificate(), good.key(), "hidden"))
                .asString()
                .doesNotContain("hidden");
    }

    private static KeyPair rsa() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2_048);
        return generator.generateKeyPair();
    }

    private static byte[] der(Path pem) {
        return PemFile.read(pem).getFirst().der();
    }

    private static int indexOf(byte[] in, byte[] what) {
        for (int i = 0; i <= in.length - what.length; i++) {
            if (Arrays.equals(in, i, i + what.length, what, 0, what.length)) {
                return i;
            }
        }
        throw new AssertionError("not found");
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + label
                + "-----\n";
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
