package io.caseline.cases.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** RSA keys in PEM files, as a deployment has them. */
public final class KeyPair {
    private static final Base64.Encoder MIME = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

    private KeyPair() {}

    public static RSAKey generate() throws JOSEException {
        return new RSAKeyGenerator(2048).generate();
    }

    public static Path privatePem(RSAKey key, Path folder) throws IOException, JOSEException {
        return pem("PRIVATE", key.toPrivateKey().getEncoded(), folder.resolve("private.pem"));
    }

    public static Path publicPem(RSAKey key, Path folder) throws IOException, JOSEException {
        return pem("PUBLIC", key.toPublicKey().getEncoded(), folder.resolve("public.pem"));
    }

    private static Path pem(String kind, byte[] encoded, Path file) throws IOException {
        return Files.writeString(
                file,
                "-----BEGIN %s KEY-----\n%s\n-----END %s KEY-----\n"
                        .formatted(kind, MIME.encodeToString(encoded), kind));
    }
}
