package io.caseline.cases.console;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The sign-in page, and why somebody has come to it. */
@Controller
class SignInPage {
    static final String PATH = "/console/sign-in";

    private final ConsoleSettings settings;
    private final IdentityProviders providers;

    SignInPage(ConsoleSettings settings, IdentityProviders providers) {
        this.settings = settings;
        this.providers = providers;
    }

    /** Reasons as the address names them. */
    enum Notice {
        WRONG("Wrong name or password.", true),
        LIMITED("Too many wrong passwords. Wait a few minutes.", true),
        REFUSED("The identity provider did not sign you in. Try again.", true),
        UNDONE("Your session has ended. Nothing was done: sign in and repeat your last step.", true),
        STALE("This page was open for too long. Please sign in again.", true),
        ENDED("Your session has ended. Sign in to continue.", false),
        OUT("You have signed out.", false);

        private final String text;
        private final boolean error;

        Notice(String text, boolean error) {
            this.text = text;
            this.error = error;
        }

        public String text() {
            return text;
        }

        public boolean isError() {
            return error;
        }

        static Optional<Notice> among(Set<String> names) {
            return Stream.of(values())
                    .filter(notice -> names.contains(notice.name().toLowerCase(Locale.ROOT)))
                    .findFirst();
        }
    }

    @GetMapping("/")
    String start() {
        return "redirect:/console";
    }

    @GetMapping(PATH)
    String signIn(@RequestParam Map<String, @Nullable String> parameters, Model model) {
        model.addAttribute("notice", Notice.among(parameters.keySet()).orElse(null));
        model.addAttribute("providers", providers.forSignIn());
        model.addAttribute("withPasswords", !settings.users().isEmpty());
        return "console/sign-in";
    }
}
