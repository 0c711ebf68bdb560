package io.caseline.web;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jose.util.ResourceRetriever;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the keys of an issuer by its metadata, as OpenID Connect Discovery and RFC 8414 publish them. */
final class IssuerMetadata {
    private final String issuer;
    private final ResourceRetriever http;
    private @Nullable URL keys;

    IssuerMetadata(String issuer, ResourceRetriever http) {
        this.issuer = issuer;
        this.http = http;
    }

    JWKSet keys() throws IOException, ParseException {
        URL found = keys == null ? find() : keys;
        JWKSet set = JWKSet.parse(http.retrieveResource(found).getContent());
        keys = found;
        return set;
    }

    private URL find() throws IOException, ParseException {
        IOException last = new FileNotFoundException("no metadata of the issuer");
        for (URI place : places()) {
            try {
                return keys(JSONObjectUtils.parse(
                        http.retrieveResource(place.toURL()).getContent()));
            } catch (FileNotFoundException e) {
                last = e;
            }
        }
        throw last;
    }

    private URL keys(Map<String, Object> metadata) throws IOException, ParseException {
        if (!issuer.equals(metadata.get("issuer"))) {
            throw new IOException("the metadata is of another issuer");
        }
        return JSONObjectUtils.getURI(metadata, "jwks_uri").toURL();
    }

    private List<URI> places() {
        URI uri = URI.create(issuer);
        String root = uri.getScheme() + "://" + uri.getRawAuthority();
        String path = uri.getRawPath().endsWith("/")
                ? uri.getRawPath().substring(0, uri.getRawPath().length() - 1)
                : uri.getRawPath();
        return List.of(
                URI.create(root + path + "/.well-known/openid-configuration"),
                URI.create(root + "/.well-known/openid-configuration" + path),
                URI.create(root + "/.well-known/oauth-authorization-server" + path));
    }
}
