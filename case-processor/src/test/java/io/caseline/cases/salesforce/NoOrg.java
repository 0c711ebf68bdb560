package io.caseline.cases.salesforce;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.util.UriBuilderFactory;
import tools.jackson.databind.JsonNode;

/** Nothing answers. */
class NoOrg implements SalesforceApi {

    @Override
    public @Nullable TokenResponse signIn(UriBuilderFactory login, MultiValueMap<String, String> form) {
        throw new ResourceAccessException("unavailable");
    }

    @Override
    public CaseDescription describeCase(UriBuilderFactory apiUrl, String version, String bearer) {
        throw new ResourceAccessException("unavailable");
    }

    @Override
    public CompositeResponse composite(
            UriBuilderFactory apiUrl,
            String version,
            String bearer,
            @Nullable Boolean autoAssign,
            CompositeRequest request) {
        throw new ResourceAccessException("unavailable");
    }

    @Override
    public ResponseEntity<JsonNode> queryAll(UriBuilderFactory apiUrl, String version, String bearer, String soql) {
        throw new ResourceAccessException("unavailable");
    }

    @Override
    public Limits limits(UriBuilderFactory apiUrl, String version, String bearer) {
        throw new ResourceAccessException("unavailable");
    }
}
