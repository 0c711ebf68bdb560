package io.caseline.sandbox.oauth;

import io.caseline.sandbox.OrgIdentity;
import io.caseline.sandbox.faults.ActiveFaults;
import io.caseline.sandbox.faults.Stats;
import io.caseline.sandbox.oauth.SignInResult.Denied;
import io.caseline.sandbox.oauth.SignInResult.Granted;
import jakarta.servlet.http.HttpServletRequest;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** {@code /services/oauth2}: issues tokens for client_credentials and jwt-bearer, and revokes them. */
@RestController
@RequestMapping("/services/oauth2")
class TokenController {

    private final ClientCredentials clientCredentials;
    private final JwtBearer jwtBearer;
    private final Sessions sessions;
    private final ActiveFaults faults;
    private final Stats stats;
    private final InstantSource clock;

    TokenController(
            ClientCredentials clientCredentials,
            JwtBearer jwtBearer,
            Sessions sessions,
            ActiveFaults faults,
            Stats stats,
            InstantSource clock) {
        this.clientCredentials = clientCredentials;
        this.jwtBearer = jwtBearer;
        this.sessions = sessions;
        this.faults = faults;
        this.stats = stats;
        this.clock = clock;
    }

    @PostMapping("/token")
    ResponseEntity<Map<String, Object>> token(
            @RequestParam Map<String, String> form,
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization,
            HttpServletRequest request) {
        String instanceUrl =
                ServletUriComponentsBuilder.fromContextPath(request).build().toUriString();
        return switch (verify(form, authorization, instanceUrl)) {
            case Granted granted -> respond(200, granted(instanceUrl));
            case Denied denied ->
                respond(400, Map.of("error", denied.error(), "error_description", denied.description()));
        };
    }

    @PostMapping("/revoke")
    ResponseEntity<Map<String, Object>> revoke(@RequestParam(defaultValue = "") String token) {
        return sessions.end(token)
                ? ResponseEntity.ok().build()
                : respond(
                        400,
                        Map.of("error", "unsupported_token_type", "error_description", "this token is not supported"));
    }

    private SignInResult verify(Map<String, String> form, @Nullable String authorization, String instanceUrl) {
        if (faults.faults().signInFails()) {
            return Denied.WRONG_SECRET;
        }
        return switch (form.getOrDefault("grant_type", "")) {
            case "client_credentials" -> clientCredentials.verify(form, authorization);
            case "urn:ietf:params:oauth:grant-type:jwt-bearer" ->
                jwtBearer.verify(form.getOrDefault("assertion", ""), instanceUrl);
            default -> Denied.UNSUPPORTED_GRANT;
        };
    }

    /** As in Salesforce, there is no {@code expires_in}: a client sees that a session has expired when a call gets 401. */
    private Map<String, Object> granted(String instanceUrl) {
        stats.signedIn();
        String id = "%s/id/%s/%s".formatted(instanceUrl, OrgIdentity.ORG_ID, OrgIdentity.USER_ID);
        String issuedAt = String.valueOf(clock.millis());
        return Map.of(
                "access_token",
                sessions.open(),
                "instance_url",
                instanceUrl,
                "id",
                id,
                "token_type",
                "Bearer",
                "scope",
                "api",
                "issued_at",
                issuedAt,
                "signature",
                clientCredentials.sign(id + issuedAt));
    }

    private static ResponseEntity<Map<String, Object>> respond(int status, Map<String, Object> body) {
        return ResponseEntity.status(status)
                .cacheControl(CacheControl.noStore())
                .body(body);
    }
}
