package io.caseline.cases.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;

/** Sends the bearer token of a file, which is read again when it has changed. */
final class TokenFile implements ClientHttpRequestInterceptor {
    private final Path file;
    private Content content = new Content(FileTime.fromMillis(0), "");

    private record Content(FileTime changedAt, String token) {}

    /** The file is missing, or may not be read. */
    static final class UnreadableException extends RuntimeException {
        UnreadableException(Path file, IOException cause) {
            super("The token file " + file + " cannot be read", cause);
        }
    }

    TokenFile(Path file) {
        this.file = file;
    }

    @Override
    public ClientHttpResponse intercept(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
            throws IOException {
        request.getHeaders().setBearerAuth(token());
        return execution.execute(request, body);
    }

    private synchronized String token() {
        try {
            FileTime changedAt = Files.getLastModifiedTime(file);
            if (!changedAt.equals(content.changedAt())) {
                content = new Content(changedAt, Files.readString(file).strip());
            }
            return content.token();
        } catch (IOException e) {
            throw new UnreadableException(file, e);
        }
    }
}
