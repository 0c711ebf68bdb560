package io.caseline.cases.console;

import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.transaction.TransactionException;
import org.springframework.validation.BindException;
import org.springframework.web.bind.ServletRequestBindingException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.servlet.ModelAndView;

/** What all pages show of the reader, and what they show instead when something is wrong. */
@ControllerAdvice(basePackageClasses = ConsoleAdvice.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
class ConsoleAdvice {
    private static final Logger log = LoggerFactory.getLogger(ConsoleAdvice.class);

    /** The person who has signed in. */
    record Me(String name, String roles, boolean mayOperate, boolean mayAmend) {}

    @ModelAttribute("me")
    static @Nullable Me me(@Nullable Authentication user) {
        if (user == null) {
            return null;
        }
        List<String> authorities = user.getAuthorities().stream()
                .map(authority -> String.valueOf(authority.getAuthority()))
                .toList();
        boolean operate = authorities.contains(Role.MAY_OPERATE);
        boolean amend = authorities.contains(Role.MAY_AMEND);
        String roles = Stream.of(
                        operate ? "operate" : authorities.contains(Role.MAY_VIEW) && !amend ? "view" : "",
                        amend ? "amend" : "")
                .filter(role -> !role.isEmpty())
                .collect(Collectors.joining(", "));
        return new Me(user.getName(), roles.isEmpty() ? "no role" : roles, operate, amend);
    }

    @ExceptionHandler
    ModelAndView ledgerUnavailable(DataAccessException e, @Nullable Authentication user, HttpServletResponse response) {
        throwIfCommitted(e, response);
        return unavailable(e, user);
    }

    @ExceptionHandler
    ModelAndView ledgerUnavailable(
            TransactionException e, @Nullable Authentication user, HttpServletResponse response) {
        throwIfCommitted(e, response);
        return unavailable(e, user);
    }

    private static ModelAndView unavailable(Exception e, @Nullable Authentication user) {
        log.warn("A page cannot be shown: {}", e.toString());
        return page(
                new Problem(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "The ledger does not answer",
                        "The database is unavailable, or too slow. Reload the page in a moment to see whether your last step was done."),
                user);
    }

    @ExceptionHandler
    ModelAndView notFound(NoSuchElementException e, @Nullable Authentication user) {
        return page(new Problem(HttpStatus.NOT_FOUND, "There is no such thing", String.valueOf(e.getMessage())), user);
    }

    @ExceptionHandler
    ModelAndView invalid(TypeMismatchException e, @Nullable Authentication user) {
        return invalid("%s has a wrong value".formatted(e.getPropertyName()), user);
    }

    @ExceptionHandler
    ModelAndView invalid(ServletRequestBindingException e, @Nullable Authentication user) {
        return invalid(String.valueOf(e.getBody().getDetail()), user);
    }

    @ExceptionHandler
    ModelAndView invalid(BindException e, @Nullable Authentication user) {
        return invalid(
                "%s has a wrong value".formatted(e.getFieldErrors().getFirst().getField()), user);
    }

    @ExceptionHandler
    ModelAndView refused(Actions.RefusedException e, @Nullable Authentication user) {
        return page(e.problem(), user);
    }

    private static ModelAndView invalid(String why, @Nullable Authentication user) {
        return page(
                new Problem(HttpStatus.BAD_REQUEST, "This cannot be understood", why + ". Nothing was done."), user);
    }

    @ExceptionHandler
    ModelAndView unexpected(Exception e, @Nullable Authentication user, HttpServletResponse response) throws Exception {
        log.error("A page failed", e);
        throwIfCommitted(e, response);
        return page(
                new Problem(
                        HttpStatus.INTERNAL_SERVER_ERROR,
                        "This page failed",
                        "The reason is in the application's log. Look whether your last step was done before you repeat it."),
                user);
    }

    /** A part of a file has left: a broken connection tells that the rest is missing, and a page in the file does not. */
    private static <E extends Exception> void throwIfCommitted(E e, HttpServletResponse response) throws E {
        if (response.isCommitted()) {
            throw e;
        }
        response.reset();
    }

    static ModelAndView page(Problem problem, @Nullable Authentication user) {
        ModelAndView page = new ModelAndView("console/problem");
        page.setStatus(problem.status());
        page.addObject("problem", problem);
        page.addObject("me", me(user));
        return page;
    }
}
