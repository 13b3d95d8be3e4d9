package io.github.phonelatch.signin;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriBuilder;
import jakarta.ws.rs.core.UriInfo;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.http.FormPartValue;
import org.keycloak.http.HttpRequest;

/**
 * In place of a request, for work that goes on after its request has ended: Keycloak names the server in what it sends to
 * applications by the address that was called, and looks for cookies that are not there.
 */
final class AbsentRequest implements HttpRequest {
    private final URI base;

    /** @param base the address of the server, as the request that began the work called it */
    AbsentRequest(URI base) {
        this.base = base;
    }

    @Override
    public String getHttpMethod() {
        return "POST";
    }

    @Override
    public MultivaluedMap<String, String> getDecodedFormParameters() {
        return new MultivaluedHashMap<>();
    }

    @Override
    public MultivaluedMap<String, FormPartValue> getMultiPartFormParameters() {
        return new MultivaluedHashMap<>();
    }

    @Override
    public HttpHeaders getHttpHeaders() {
        return answering(
                HttpHeaders.class,
                Map.of(
                        "getCookies", Map.of(),
                        "getRequestHeaders", new MultivaluedHashMap<String, String>(),
                        "getRequestHeader", List.of(),
                        "getAcceptableLanguages", List.of()));
    }

    @Override
    public X509Certificate @Nullable [] getClientCertificateChain() {
        return null;
    }

    @Override
    public boolean isProxyTrusted() {
        return true;
    }

    @Override
    public UriInfo getUri() {
        return answering(
                UriInfo.class,
                Map.of(
                        "getBaseUri",
                        base,
                        "getRequestUri",
                        base,
                        "getAbsolutePath",
                        base,
                        "getPath",
                        "/",
                        "getQueryParameters",
                        new MultivaluedHashMap<String, String>(),
                        "getPathParameters",
                        new MultivaluedHashMap<String, String>()));
    }

    /** Builders are made anew, because callers change them. Everything else is absent. */
    private <T> T answering(Class<T> type, Map<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> UriBuilder.class.equals(method.getReturnType())
                        ? UriBuilder.fromUri(base)
                        : answers.get(method.getName())));
    }
}
