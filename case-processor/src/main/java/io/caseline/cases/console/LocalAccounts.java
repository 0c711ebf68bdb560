package io.caseline.cases.console;

import io.caseline.cases.console.ConsoleSettings.User;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/** Checks the passwords of local accounts, as often as the limit allows. */
final class LocalAccounts extends DaoAuthenticationProvider {
    private static final PasswordEncoder PASSWORDS = PasswordEncoderFactories.createDelegatingPasswordEncoder();

    private final SignInLimit limit;

    LocalAccounts(Map<String, User> users, SignInLimit limit) {
        super(new InMemoryUserDetailsManager(users.entrySet().stream()
                .map(entry -> account(entry.getKey(), entry.getValue()))
                .toList()));
        setPasswordEncoder(PASSWORDS);
        this.limit = limit;
    }

    private static UserDetails account(String name, User user) {
        return org.springframework.security.core.userdetails.User.withUsername(name)
                .password(
                        user.passwordFile() == null
                                ? Objects.requireNonNull(user.password())
                                : hash(user.passwordFile()))
                .authorities(Role.authoritiesOf(user.roles()))
                .build();
    }

    private static String hash(Path file) {
        try {
            String password = Files.readString(file).strip();
            if (password.isEmpty()) {
                throw new IllegalStateException("The password file " + file + " is empty");
            }
            return Objects.requireNonNull(PASSWORDS.encode(password));
        } catch (IOException e) {
            throw new UncheckedIOException("The password file " + file + " cannot be read", e);
        }
    }

    @Override
    public Authentication authenticate(Authentication request) throws AuthenticationException {
        String name = request.getName();
        String address = request.getDetails() instanceof WebAuthenticationDetails details
                ? Objects.requireNonNullElse(details.getRemoteAddress(), "")
                : "";
        limit.take(name, address);
        Authentication result = Objects.requireNonNull(super.authenticate(request));
        limit.giveBack(name, address);
        return result;
    }
}
