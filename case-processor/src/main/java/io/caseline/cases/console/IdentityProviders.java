package io.caseline.cases.console;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.user.OAuth2UserAuthority;
import org.springframework.stereotype.Component;

/** The identity providers that people can sign in at. */
@Component
class IdentityProviders {
    static final String START = "/console/oauth2/start";

    private final List<Link> links = new ArrayList<>();

    /** @param address where the sign-in at the provider starts */
    record Link(String name, String address) {}

    IdentityProviders(ObjectProvider<ClientRegistrationRepository> repository) {
        if (repository.getIfAvailable() instanceof Iterable<?> registrations) {
            StreamSupport.stream(registrations.spliterator(), false)
                    .map(ClientRegistration.class::cast)
                    .filter(registration ->
                            registration.getAuthorizationGrantType().equals(AuthorizationGrantType.AUTHORIZATION_CODE))
                    .forEach(registration -> {
                        check(registration);
                        links.add(
                                new Link(registration.getClientName(), START + "/" + registration.getRegistrationId()));
                    });
        }
    }

    private static void check(ClientRegistration registration) {
        String redirect = registration.getRedirectUri();
        if (redirect == null || !redirect.contains(ConsoleSecurity.CALLBACK)) {
            throw new IllegalStateException("spring.security.oauth2.client.registration."
                    + registration.getRegistrationId() + ".redirect-uri must be {baseUrl}" + ConsoleSecurity.CALLBACK
                    + "{registrationId}");
        }
    }

    List<Link> forSignIn() {
        return links;
    }

    /** The roles in the user's claims only: scopes that the provider granted say nothing about the console. */
    static Set<GrantedAuthority> roles(Collection<? extends GrantedAuthority> granted, String claim) {
        Set<Role> roles = new HashSet<>();
        for (GrantedAuthority authority : granted) {
            if (authority instanceof OAuth2UserAuthority user) {
                roles.addAll(Role.named(values(user.getAttributes().get(claim))));
            }
        }
        return Role.authoritiesOf(roles);
    }

    private static Collection<?> values(@Nullable Object claim) {
        if (claim instanceof Collection<?> list) {
            return list;
        }
        return claim == null ? List.of() : List.of(claim.toString().split("[ ,]+"));
    }
}
