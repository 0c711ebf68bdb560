package io.caseline.cases.console;

import io.caseline.schemas.ConnectionFailure;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.stereotype.Component;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.RestClientResponseException;

/** Asks teller-processor, and says what is wrong if there is no answer. */
@Component
class TellersLookup {
    private static final Logger log = LoggerFactory.getLogger(TellersLookup.class);

    private final TellersApi api;
    private final boolean withToken;

    TellersLookup(TellersApi api, ConsoleSettings settings) {
        this.api = api;
        this.withToken =
                settings.tellers().registration() != null || settings.tellers().tokenFile() != null;
    }

    /**
     * @param found null if there is no answer
     * @param problem why not, in words for the reader
     * @param isUnknown whether the answer is that there is no such thing
     */
    record Result<T>(@Nullable T found, String problem, boolean isUnknown) {

        static <T> Result<T> unavailable(String problem) {
            return new Result<>(null, problem, false);
        }
    }

    <T> Result<T> ask(Function<TellersApi, T> question) {
        if (!withToken) {
            return Result.unavailable("The console has no token for teller-processor. Set"
                    + " caseline.console.tellers.registration or caseline.console.tellers.token-file.");
        }
        try {
            return new Result<>(question.apply(api), "", false);
        } catch (RestClientResponseException e) {
            return refused(e);
        } catch (RestClientException e) {
            log.warn(
                    "teller-processor does not answer: {}",
                    e instanceof ResourceAccessException ? ConnectionFailure.describe(e) : e.getMessage());
            return Result.unavailable("teller-processor does not answer. Cards and fee plans cannot be looked up now.");
        } catch (OAuth2AuthorizationException | TokenFile.UnreadableException e) {
            log.warn("There is no token for teller-processor: {}", e.getMessage());
            return Result.unavailable("The console got no token for teller-processor. The reason is in its log.");
        }
    }

    private static <T> Result<T> refused(RestClientResponseException e) {
        HttpStatus status = HttpStatus.resolve(e.getStatusCode().value());
        if (status == HttpStatus.NOT_FOUND || status == HttpStatus.BAD_REQUEST) {
            return new Result<>(null, "", true);
        }
        log.warn("teller-processor answers {}", e.getStatusCode());
        return Result.unavailable(
                status == HttpStatus.UNAUTHORIZED || status == HttpStatus.FORBIDDEN
                        ? "teller-processor refuses the console's token. It needs the scope tellers:operate."
                        : "teller-processor is unavailable. Cards and fee plans cannot be looked up now.");
    }
}
