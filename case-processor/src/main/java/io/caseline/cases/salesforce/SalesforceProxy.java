package io.caseline.cases.salesforce;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.ProxySelector;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.http.client.JdkClientHttpRequestFactoryBuilder;
import org.springframework.validation.annotation.Validated;

/**
 * The HTTP proxy through which Salesforce is called, and nothing else.
 *
 * @param host host of the proxy; unset: Salesforce is called directly
 * @param port port of the proxy
 * @param username user at the proxy, if it demands basic authentication
 * @param password the user's password
 */
@Validated
@ConfigurationProperties("caseline.salesforce.proxy")
record SalesforceProxy(
        @Nullable String host,
        @DefaultValue("3128") @Min(1) @Max(65535) int port,
        @Nullable String username,
        @Nullable String password) {

    @AssertTrue(
            message = "caseline.salesforce.proxy.username and caseline.salesforce.proxy.password must be set together,"
                    + " with caseline.salesforce.proxy.host")
    boolean isComplete() {
        return (username == null) == (password == null) && (username == null || host != null);
    }

    JdkClientHttpRequestFactoryBuilder applyTo(JdkClientHttpRequestFactoryBuilder builder) {
        if (host == null) {
            return builder;
        }
        JdkClientHttpRequestFactoryBuilder proxied =
                builder.withProxySelector(ProxySelector.of(InetSocketAddress.createUnresolved(host, port)));
        return username == null || password == null
                ? proxied
                : proxied.withHttpClientCustomizer(http -> http.authenticator(authenticator(username, password)));
    }

    /** Never answers a server: only the proxy gets the password. */
    private static Authenticator authenticator(String username, String password) {
        return new Authenticator() {
            @Override
            protected @Nullable PasswordAuthentication getPasswordAuthentication() {
                return getRequestorType() == RequestorType.PROXY
                        ? new PasswordAuthentication(username, password.toCharArray())
                        : null;
            }
        };
    }

    /** Keeps the password out of every log. */
    @Override
    public String toString() {
        return "SalesforceProxy[" + host + ":" + port + "]";
    }
}
