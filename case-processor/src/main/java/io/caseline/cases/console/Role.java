package io.caseline.cases.console;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** What a person may do in the console. Whoever has a role may look at everything but content. */
enum Role {
    /** Look at everything but content. */
    VIEW,
    /** Replay, discard, export, release holds. */
    OPERATE,
    /** See and change the content of failed submissions. */
    AMEND;

    static final String MAY_VIEW = "cases:view";
    static final String MAY_OPERATE = "SCOPE_cases:operate";
    static final String MAY_AMEND = "SCOPE_cases:amend";

    private List<String> authorities() {
        return switch (this) {
            case VIEW -> List.of(MAY_VIEW);
            case OPERATE -> List.of(MAY_VIEW, MAY_OPERATE);
            case AMEND -> List.of(MAY_VIEW, MAY_AMEND);
        };
    }

    static Set<GrantedAuthority> authoritiesOf(Collection<Role> roles) {
        return roles.stream()
                .flatMap(role -> role.authorities().stream())
                .map(SimpleGrantedAuthority::new)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The roles among these names; other names are roles of other applications. */
    static Set<Role> named(Collection<?> names) {
        return Stream.of(values())
                .filter(role -> names.contains(role.name().toLowerCase(Locale.ROOT)))
                .collect(Collectors.toUnmodifiableSet());
    }
}
