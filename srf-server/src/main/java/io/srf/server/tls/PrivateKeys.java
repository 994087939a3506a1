// SPDX-License-Identifier: Apache-2.0
package io.srf.server.tls;

import io.srf.server.tls.PemFile.Block;
import java.io.IOException;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/** Private keys in PEM files. */
final class PrivateKeys {
    private PrivateKeys() {}

    /**
     * The first key of a file; may block.
     *
     * @param publicKey the other half, which says what kind of key it is
     * @throws IllegalArgumentException if there is none or it cannot be read; the message names the file
     */
    static PrivateKey read(Path file, @Nullable String password, PublicKey publicKey) {
        for (Block block : PemFile.read(file)) {
            if (block.label().endsWith("PRIVATE KEY")) {
                return key(file, block, password, publicKey);
            }
        }
        throw new IllegalArgumentException(file + ": no private key, expected -----BEGIN PRIVATE KEY-----");
    }

    private static PrivateKey key(Path file, Block block, @Nullable String password, PublicKey publicKey) {
        try {
            PKCS8EncodedKeySpec spec = switch (block.label()) {
                case "PRIVATE KEY" -> new PKCS8EncodedKeySpec(block.der());
                case "ENCRYPTED PRIVATE KEY" -> decrypt(file, block.der(), password);
                case "RSA PRIVATE KEY", "EC PRIVATE KEY" ->
                    new PKCS8EncodedKeySpec(Der.pkcs8(publicKey.getEncoded(), block.der()));
                default ->
                    throw new IllegalArgumentException(
                            file + ": \"" + block.label() + "\" is not supported, expected PRIVATE KEY");
            };
            return KeyFactory.getInstance(publicKey.getAlgorithm()).generatePrivate(spec);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException(
                    file + ": not the key of a certificate with a key of kind " + publicKey.getAlgorithm() + ": "
                            + e.getMessage(),
                    e);
        }
    }

    /** The name of PBES2 (RFC 8018 §6.2) says nothing; what it consists of is the text of its parameters. */
    private static String algorithm(EncryptedPrivateKeyInfo info) {
        AlgorithmParameters parameters = info.getAlgParameters();
        boolean pbes2 = parameters != null && parameters.getAlgorithm().equals("PBES2");
        return pbes2 ? parameters.toString() : info.getAlgName();
    }

    private static PKCS8EncodedKeySpec decrypt(Path file, byte[] der, @Nullable String password) throws IOException {
        if (password == null) {
            throw new IllegalArgumentException(file + ": the key is encrypted, expected its password");
        }
        EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(der);
        PBEKeySpec secret = new PBEKeySpec(password.toCharArray());
        try {
            String algorithm = algorithm(info);
            Cipher cipher = Cipher.getInstance(algorithm);
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    SecretKeyFactory.getInstance(algorithm).generateSecret(secret),
                    info.getAlgParameters());
            return info.getKeySpec(cipher);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(file + ": the key cannot be decrypted; is the password right?", e);
        } finally {
            secret.clearPassword();
        }
    }
}
