package io.caseline.sandbox.api;

import io.caseline.sandbox.ApiException;
import io.caseline.sandbox.faults.ActiveFaults;
import io.caseline.sandbox.limits.ApiUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPattern.PathMatchInfo;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Routes requests to resources. The resources are not Spring controllers, because the parts of a composite call use the
 * same routes.
 */
@Component
class ApiRouter {

    private static final Logger LOG = LoggerFactory.getLogger(ApiRouter.class);

    private final List<Route> routes;

    private record Route(String method, PathPattern path, Function<ApiRequest, ApiResponse> resource) {}

    ApiRouter(
            SingleRecords records,
            RecordCollections collections,
            QueryPages queries,
            Composite composite,
            ApiUsage usage,
            ActiveFaults faults) {
        this.routes = List.of(
                route("GET", "", request -> ApiResponse.ok(Describe.resources(request.version()))),
                route("GET", "/limits", request -> ApiResponse.ok(limits(usage))),
                route("GET", "/query", queries::query),
                route("GET", "/query/{locator}", queries::nextPage),
                route("GET", "/queryAll", queries::queryAll),
                route("GET", "/queryAll/{locator}", queries::nextPage),
                route("GET", "/sobjects", request -> ApiResponse.ok(Describe.objects(request.version()))),
                route("GET", "/sobjects/{type}", request -> ApiResponse.ok(Describe.basic(request.version()))),
                route(
                        "GET",
                        "/sobjects/{type}/describe",
                        request -> ApiResponse.ok(Describe.caseWithFields(
                                request.version(), faults.faults().hiddenFields()))),
                route("POST", "/sobjects/CaseComment", records::comment),
                route("POST", "/sobjects/{type}", records::create),
                route("GET", "/sobjects/{type}/{id}", records::get),
                route("PATCH", "/sobjects/{type}/{id}", records::update),
                route("DELETE", "/sobjects/{type}/{id}", records::delete),
                route("GET", "/sobjects/{type}/{field}/{value}", records::getByExternalId),
                route("PATCH", "/sobjects/{type}/{field}/{value}", records::upsert),
                route("POST", "/composite/sobjects", collections::insert),
                route("PATCH", "/composite/sobjects", collections::update),
                route("GET", "/composite/sobjects/{type}", collections::readByUrl),
                route("POST", "/composite/sobjects/{type}", collections::read),
                route("PATCH", "/composite/sobjects/{type}/{field}", collections::upsert),
                route("POST", "/composite", request -> composite.handle(request, this::handle)));
    }

    private static Route route(String method, String path, Function<ApiRequest, ApiResponse> resource) {
        return new Route(method, PathPatternParser.defaultInstance.parse(path), resource);
    }

    private static Map<String, Object> limits(ApiUsage usage) {
        long remaining = Math.max(0, usage.max() - usage.used());
        return Map.of("DailyApiRequests", Map.of("Max", usage.max(), "Remaining", remaining));
    }

    ApiResponse handle(ApiRequest request) {
        try {
            return route(request);
        } catch (ApiException e) {
            return ApiResponse.of(e);
        } catch (PessimisticLockingFailureException e) {
            return ApiResponse.error(400, "UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access to this record");
        } catch (DuplicateKeyException e) {
            return ApiResponse.error(
                    400,
                    "DUPLICATE_VALUE",
                    "duplicate value found: <unknown> duplicates value on record with id: <unknown>");
        } catch (RuntimeException e) {
            LOG.error("{} {} failed", request.method(), request.path(), e);
            return ApiResponse.error(
                    500, "UNKNOWN_EXCEPTION", "An unexpected error occurred. See the log of the sandbox.");
        }
    }

    private ApiResponse route(ApiRequest request) {
        PathContainer path = path(request);
        List<String> allowed = new ArrayList<>();
        for (Route route : routes) {
            PathMatchInfo match = route.path().matchAndExtract(path);
            if (match != null && route.method().equals(request.method())) {
                return call(route, request.withVariables(match.getUriVariables()));
            }
            if (match != null) {
                allowed.add(route.method());
            }
        }
        if (allowed.isEmpty()) {
            throw ApiException.notFound();
        }
        throw new ApiException(
                405,
                "METHOD_NOT_ALLOWED",
                "HTTP Method '%s' not allowed. Allowed are %s".formatted(request.method(), String.join(",", allowed)));
    }

    private static ApiResponse call(Route route, ApiRequest request) {
        boolean isOtherType = request.variables().containsKey("type")
                && !request.variable("type").equalsIgnoreCase("Case");
        if (isOtherType) {
            throw ApiException.notFound();
        }
        return route.resource().apply(request);
    }

    private static PathContainer path(ApiRequest request) {
        try {
            return PathContainer.parsePath(request.path());
        } catch (IllegalArgumentException e) {
            throw ApiException.notFound();
        }
    }
}
