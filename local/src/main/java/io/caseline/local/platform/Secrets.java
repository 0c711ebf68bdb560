package io.caseline.local.platform;

import io.caseline.cli.CliException;
import io.caseline.schemas.KeySets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.kafka.common.Uuid;

/** The random secrets of a home, created on first use and readable by their owner only. */
public final class Secrets {

    private static final String SIGNING_KEY = "token-signing-key.pem";
    private static final String PUBLIC_KEY = "token-public-key.pem";

    /** The account of the local installation in the operators' console. */
    public static final String OPERATOR = "operator";

    private static final String OPERATOR_PASSWORD = "operator-password";
    private static final String TELLERS_TOKEN = "console-tellers-token";
    private static final Tokens.Grant TELLERS_GRANT =
            new Tokens.Grant(List.of("tellers:operate"), List.of(), List.of(), Duration.ofDays(365));

    private static final Tokens.Grant METRICS_GRANT =
            new Tokens.Grant(List.of("metrics:read"), List.of(), List.of(), TELLERS_GRANT.lifetime());

    private final Home home;

    public Secrets(Home home) {
        this.home = home;
    }

    /** A random text of 22 characters that needs no quoting anywhere. */
    public String text(String name) {
        Path file = home.secret(name);
        try {
            if (!Files.exists(file)) {
                write(name, Uuid.randomUuid().toString());
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A random UUID. */
    String uuid(String name) {
        return UUID.nameUUIDFromBytes(text(name).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    public String databasePassword(String user) {
        return text(databasePasswordName(user));
    }

    /** The file's name. */
    static String databasePasswordName(String user) {
        return user + "-database-password";
    }

    /** The password of the account {@link #OPERATOR}. */
    public String operatorPassword() {
        return text(OPERATOR_PASSWORD);
    }

    /** The file that holds that password. */
    Path operatorPasswordFile() {
        var unused = operatorPassword();
        return home.secret(OPERATOR_PASSWORD);
    }

    /** Where the token is with which the operators' console calls teller-processor; made at each start. */
    Path tellersToken() {
        return home.secret(TELLERS_TOKEN);
    }

    /** Replaces that token by a new one, as case-processor reads it at its start. */
    Path createTellersToken(InstantSource clock) throws IOException {
        Tokens tokens = new Tokens(tokenSigningKey(), clock);
        write(TELLERS_TOKEN, tokens.issue("operators-console", TELLERS_GRANT));
        return tellersToken();
    }

    /** A token for a Prometheus that scrapes this installation; valid as long as the one above. */
    String metricsToken(InstantSource clock) {
        return new Tokens(tokenSigningKey(), clock).issue("prometheus", METRICS_GRANT);
    }

    /** The public half of the key that signs tokens, PEM. */
    public Path tokenPublicKey() {
        Path file = home.secret(PUBLIC_KEY);
        if (!Files.exists(file)) {
            createSigningKey();
        }
        return file;
    }

    Path tokenSigningKeyFile() {
        return tokenPublicKey().resolveSibling(SIGNING_KEY);
    }

    public PrivateKey tokenSigningKey() {
        Path file = tokenSigningKeyFile();
        try {
            String base64 = Files.readString(file).replaceAll("-----[A-Z ]+-----|\\s", "");
            return KeyFactory.getInstance("RSA")
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
        } catch (IOException | GeneralSecurityException e) {
            throw new CliException("cannot read %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    /** For sealing personal data on its way through Kafka. */
    public Path sealingKeySet() {
        return keySet("sealing-key-set.json", KeySets::createSealing);
    }

    /** For looking a card up without storing its number. */
    Path fingerprintKeySet() {
        return keySet("fingerprint-key-set.json", KeySets::createFingerprint);
    }

    private Path keySet(String name, Consumer<Path> creator) {
        Path file = home.secret(name);
        if (!Files.exists(file)) {
            try {
                Path draft = folder().resolve(name + ".new");
                Files.deleteIfExists(draft);
                creator.accept(draft);
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return file;
    }

    private void createSigningKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            KeyPair keys = generator.generateKeyPair();
            write(SIGNING_KEY, pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
            write(PUBLIC_KEY, pem("PUBLIC KEY", keys.getPublic().getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Atomic, so that a crash leaves no incomplete secret. */
    private void write(String name, String content) throws IOException {
        Path draft = Files.createTempFile(folder(), name, ".new");
        Files.writeString(draft, content);
        Files.move(draft, home.secret(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private Path folder() throws IOException {
        Path folder = home.secret("");
        if (!Files.exists(folder)) {
            Files.createDirectories(home.directory());
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        return folder;
    }

    private static String pem(String kind, byte[] content) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(kind, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content), kind);
    }
}
