package io.caseline.cases.salesforce;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;
import org.springframework.web.util.UriBuilderFactory;
import tools.jackson.databind.JsonNode;

/** The part of Salesforce's REST API that this application calls. */
@HttpExchange(accept = "application/json")
interface SalesforceApi {

    @PostExchange(url = "/services/oauth2/token", contentType = "application/x-www-form-urlencoded")
    TokenAnswer signIn(UriBuilderFactory login, @RequestBody MultiValueMap<String, String> grant);

    /** Up to 25 requests as one API call, at most 5 of them collections or queries. */
    @PostExchange(url = "/services/data/{version}/composite", contentType = "application/json")
    CompositeAnswer composite(
            UriBuilderFactory instance,
            @PathVariable String version,
            @RequestHeader("Authorization") String bearer,
            @RequestHeader(name = "Sforce-Auto-Assign", required = false) @Nullable Boolean autoAssign,
            @RequestBody CompositeRequest request);

    record TokenAnswer(
            @JsonProperty("access_token") @Nullable String accessToken,
            @JsonProperty("instance_url") @Nullable String instanceUrl) {}

    record CompositeRequest(boolean allOrNone, boolean collateSubrequests, List<Part> compositeRequest) {}

    record Part(
            String method,
            String url,
            String referenceId,
            @Nullable Object body) {}

    record CompositeAnswer(@Nullable List<@Nullable PartAnswer> compositeResponse) {}

    record PartAnswer(
            @Nullable JsonNode body,
            int httpStatusCode,
            @Nullable String referenceId) {}

    /** An error of a whole call, or of a part of it. */
    record ApiError(@Nullable String errorCode, @Nullable String message) {}
}
