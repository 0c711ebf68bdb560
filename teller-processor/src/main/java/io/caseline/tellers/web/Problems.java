package io.caseline.tellers.web;

import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Every error of the API as a problem detail. */
@RestControllerAdvice
class Problems extends ResponseEntityExceptionHandler {}
