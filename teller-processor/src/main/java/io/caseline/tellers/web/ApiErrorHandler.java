package io.caseline.tellers.web;

import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Answers every error as a problem detail (RFC 9457). */
@RestControllerAdvice
class ApiErrorHandler extends ResponseEntityExceptionHandler {}
