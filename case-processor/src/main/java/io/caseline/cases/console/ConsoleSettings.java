package io.caseline.cases.console;

import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * @param users local operator accounts by name
 * @param rolesClaim claim of an OIDC user that lists `view`, `operate`, `amend`
 * @param sessionIdle a session ends after this time without a click
 * @param sessionMax a session ends after this time in any case
 * @param tellers how the console authenticates at teller-processor, whose address and time-outs are `spring.http.serviceclient.tellers`
 */
@Validated
@ConfigurationProperties("caseline.console")
record ConsoleSettings(
        @DefaultValue Map<String, @Valid User> users,
        @DefaultValue("roles") @NotBlank String rolesClaim,
        @DefaultValue("30m") Duration sessionIdle,
        @DefaultValue("8h") Duration sessionMax,
        @DefaultValue @Valid Tellers tellers) {

    /**
     * @param password a hash with the name of its algorithm, such as `{bcrypt}$2a$…`
     * @param passwordFile a file with the password in clear, read at start
     * @param roles `view`, `operate`, `amend`; each of the latter two includes `view`
     */
    record User(
            @Nullable String password,
            @Nullable Path passwordFile,
            @DefaultValue @NotEmpty Set<Role> roles) {

        @AssertTrue(message = "needs either password or password-file")
        boolean isWithOnePassword() {
            return (password == null) != (passwordFile == null);
        }

        @AssertTrue(
                message =
                        "password must be a hash such as {bcrypt}$2a$…; a password in clear belongs into a password-file")
        boolean isHashed() {
            return password == null || (password.matches("\\{[\\w@-]+}.+") && !password.startsWith("{noop}"));
        }

        /** Keeps the hash out of every log. */
        @Override
        public String toString() {
            return "User" + roles;
        }
    }

    /**
     * @param registration name of a client registration (`spring.security.oauth2.client.registration.…`) with client credentials
     * @param tokenFile file with a bearer token, read again when it changes
     */
    record Tellers(@Nullable String registration, @Nullable Path tokenFile) {

        @AssertTrue(message = "only one of registration and token-file can be set")
        boolean isWithOneWay() {
            return registration == null || tokenFile == null;
        }
    }
}
