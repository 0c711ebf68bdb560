package io.caseline.messaging.testing;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate authority made for one test run, with the certificate of a server at {@code localhost} that it signed, as
 * PEM files. The JDK's keytool makes them.
 */
public final class Certificates {
    private static final String PASSWORD = "changeit";

    private final Path folder;
    private final KeyStore keys;

    private Certificates(String name) {
        try {
            folder = Files.createTempDirectory(Path.of("target"), name).toAbsolutePath();
            Path store = folder.resolve("keys.p12");
            keytool(store, "ca", "-ext", "bc:c=ca:true", "-dname", "CN=Test CA");
            keytool(
                    store,
                    "server",
                    "-signer",
                    "ca",
                    "-ext",
                    "san=dns:localhost,ip:127.0.0.1",
                    "-dname",
                    "CN=localhost");
            keys = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(store)) {
                keys.load(in, PASSWORD.toCharArray());
            }
            pem("ca.crt", "CERTIFICATE", encoded(keys.getCertificate("ca")));
            pem("server.crt", "CERTIFICATE", encoded(keys.getCertificate("server")));
            pem("server.key", "PRIVATE KEY", privateKey().getEncoded());
            Files.writeString(keyStore(), Files.readString(key()) + Files.readString(certificate()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Shared {
        static final Certificates TRUSTED = new Certificates("tls");
        static final Certificates STRANGER = new Certificates("stranger");
    }

    /** Of the authority that signed the certificates of all servers of the tests. */
    public static Certificates shared() {
        return Shared.TRUSTED;
    }

    /** Of an authority that signed no server's certificate. */
    public static Certificates stranger() {
        return Shared.STRANGER;
    }

    public Path authority() {
        return folder.resolve("ca.crt");
    }

    public Path certificate() {
        return folder.resolve("server.crt");
    }

    /** The server's private key; only its owner can read it, as PostgreSQL wants. */
    public Path key() {
        return folder.resolve("server.key");
    }

    /** The server's private key and certificate in one file, as Kafka wants. */
    Path keyStore() {
        return folder.resolve("server.pem");
    }

    /** The folder with {@code ca.crt}, {@code server.crt} and {@code server.key}. */
    public Path folder() {
        return folder;
    }

    /** A server with the certificate on a free port of the loopback, not started yet. */
    public HttpsServer server() {
        try {
            HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(context()));
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of a server with the certificate, or of a client that trusts the authority. */
    public SSLContext context() {
        try {
            KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            own.init(keys, PASSWORD.toCharArray());
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("ca", keys.getCertificate("ca"));
            TrustManagerFactory others = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            others.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own.getKeyManagers(), others.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Key privateKey() throws GeneralSecurityException {
        return Objects.requireNonNull(keys.getKey("server", PASSWORD.toCharArray()));
    }

    private static byte[] encoded(Certificate certificate) throws GeneralSecurityException {
        return certificate.getEncoded();
    }

    private void pem(String file, String type, byte[] content) throws IOException {
        Path path = Files.createFile(
                folder.resolve(file),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
                path,
                "-----BEGIN %s-----%n%s%n-----END %s-----%n"
                        .formatted(type, Base64.getMimeEncoder().encodeToString(content), type));
    }

    private static void keytool(Path store, String alias, String... options) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD,
                "-alias",
                alias,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                "2"));
        command.addAll(List.of(options));
        try {
            Process keytool =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (keytool.waitFor() != 0) {
                throw new IllegalStateException(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
