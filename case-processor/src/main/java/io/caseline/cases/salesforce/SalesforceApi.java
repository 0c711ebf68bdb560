package io.caseline.cases.salesforce;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.caseline.cases.mapping.OrgField;
import io.caseline.cases.mapping.OrgRecordType;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;
import org.springframework.web.util.UriBuilderFactory;
import tools.jackson.databind.JsonNode;

/** The part of Salesforce's REST API that this application calls. */
@HttpExchange(accept = "application/json")
interface SalesforceApi {

    @PostExchange(url = "/services/oauth2/token", contentType = "application/x-www-form-urlencoded")
    @Nullable
    TokenResponse signIn(UriBuilderFactory login, @RequestBody MultiValueMap<String, String> form);

    /** Up to 25 requests as one API call, at most 5 of them collections or queries. */
    @PostExchange(url = "/services/data/{version}/composite", contentType = "application/json")
    CompositeResponse composite(
            UriBuilderFactory apiUrl,
            @PathVariable String version,
            @RequestHeader("Authorization") String bearer,
            @RequestHeader(name = "Sforce-Auto-Assign", required = false) @Nullable Boolean autoAssign,
            @RequestBody CompositeRequest request);

    /** Counts as a call itself. */
    @GetExchange("/services/data/{version}/limits")
    Limits limits(
            UriBuilderFactory apiUrl, @PathVariable String version, @RequestHeader("Authorization") String bearer);

    @GetExchange("/services/data/{version}/sobjects/Case/describe")
    CaseDescription describeCase(
            UriBuilderFactory apiUrl, @PathVariable String version, @RequestHeader("Authorization") String bearer);

    /** Deleted records too. With the response's {@code Date}, which is the org's time. */
    @GetExchange("/services/data/{version}/queryAll")
    ResponseEntity<JsonNode> queryAll(
            UriBuilderFactory apiUrl,
            @PathVariable String version,
            @RequestHeader("Authorization") String bearer,
            @RequestParam("q") String soql);

    record Limits(
            @JsonProperty("DailyApiRequests") @Nullable DailyApiRequests dailyApiRequests) {}

    record DailyApiRequests(
            @JsonProperty("Max") long max,
            @JsonProperty("Remaining") long remaining) {}

    /** Case as this user sees it: a field that it may not read is not there. */
    record CaseDescription(
            boolean createable,
            List<OrgField> fields,
            List<OrgRecordType> recordTypeInfos,
            @Nullable List<ChildRelationship> childRelationships) {}

    /** The records of another object that belong to a case. */
    record ChildRelationship(@Nullable String relationshipName) {}

    record TokenResponse(
            @JsonProperty("access_token") @Nullable String accessToken,
            @JsonProperty("instance_url") @Nullable String instanceUrl) {

        /** Keeps the token out of every log. */
        @Override
        public String toString() {
            return "TokenResponse[" + instanceUrl + "]";
        }
    }

    record SignInError(@Nullable String error) {}

    record CompositeRequest(boolean allOrNone, boolean collateSubrequests, List<Subrequest> compositeRequest) {}

    record Subrequest(
            String method,
            String url,
            String referenceId,
            @Nullable Object body) {

        /** Keeps the cases out of every log: Spring's client prints what it sends at DEBUG. */
        @Override
        public String toString() {
            return "Subrequest[" + referenceId + "]";
        }
    }

    record CompositeResponse(@Nullable List<@Nullable SubrequestResult> compositeResponse) {}

    record SubrequestResult(
            @Nullable JsonNode body,
            int httpStatusCode,
            @Nullable String referenceId) {

        /** Keeps the body out of every log, as Salesforce's messages quote values. */
        @Override
        public String toString() {
            return "SubrequestResult[" + referenceId + ", " + httpStatusCode + "]";
        }
    }

    /** An error of a whole call, or of a part of it. */
    record ApiError(@Nullable String errorCode, @Nullable String message) {}
}
