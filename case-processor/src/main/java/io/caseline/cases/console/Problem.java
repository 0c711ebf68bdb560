package io.caseline.cases.console;

import org.springframework.http.HttpStatus;

/** Why there is no page, in words for the reader. */
record Problem(HttpStatus status, String title, String detail) {
    static final String ATTRIBUTE = Problem.class.getName();

    static Problem missingRole() {
        return new Problem(
                HttpStatus.FORBIDDEN,
                "Your account may not do this",
                "Nothing was done. Ask an administrator for the role.");
    }

    static Problem notFound() {
        return new Problem(
                HttpStatus.NOT_FOUND, "There is no such page", "Check the address, or start at the overview.");
    }
}
