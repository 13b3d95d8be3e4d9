package io.github.phonelatch.it.support;

import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A browser without script: one person's cookies. Open as many {@link App#signIn sign-ins} in it as a person opens
 * tabs. Safe to be used by several threads at once.
 */
public final class HttpBrowser {
    private static final int MAX_REDIRECTS = 20;

    private final List<HttpCookie> cookies = new ArrayList<>();
    private final List<String> setCookies = new ArrayList<>();
    private final String language;
    private final Optional<Proxy> proxy;

    /**
     * A proxy with TLS, of which the server is told in the headers that proxies add.
     *
     * @param host as people type it
     * @param address of the person
     */
    public record Proxy(String host, URI server, String address) {
        private HttpRequest.Builder pass(URI uri, HttpRequest.Builder request) {
            return request.uri(URI.create("http://" + server.getAuthority() + uri.getRawPath()
                            + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery())))
                    .header("X-Forwarded-Proto", "https")
                    .header("X-Forwarded-Host", host)
                    .header("X-Forwarded-Port", "443")
                    .header("X-Forwarded-For", address);
        }
    }

    public HttpBrowser() {
        this("en");
    }

    /** A browser that asks for pages in a language. */
    public HttpBrowser(String language) {
        this.language = language;
        this.proxy = Optional.empty();
    }

    /** A browser that reaches the server through a proxy only. */
    public HttpBrowser(Proxy proxy) {
        this.language = "en";
        this.proxy = Optional.of(proxy);
    }

    /** Opens an address as a person would who types or reloads it. */
    public Page open(URI uri) {
        return follow(uri, null);
    }

    Page follow(URI uri, SignIn signIn) {
        return answer(uri, Http.request(uri).GET(), signIn);
    }

    Page post(URI uri, List<Map.Entry<String, String>> fields, SignIn signIn) {
        return answer(
                uri,
                Http.request(uri)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(Http.form(fields)),
                signIn);
    }

    private Page answer(URI start, HttpRequest.Builder first, SignIn signIn) {
        URI uri = start;
        HttpRequest.Builder request = first;
        for (int redirects = 0; redirects < MAX_REDIRECTS; redirects++) {
            if (App.isCallback(uri)) {
                return new Page(this, signIn, uri, 0, "");
            }
            request.header("Accept-Language", language).header("Accept", "text/html");
            String sent = cookiesFor(uri);
            if (!sent.isEmpty()) {
                request.header("Cookie", sent);
            }
            if (proxy.isPresent()) {
                proxy.get().pass(uri, request);
            }
            HttpResponse<String> answer = Http.send(request);
            keep(uri, answer);
            var location = answer.headers().firstValue("Location");
            if (answer.statusCode() / 100 != 3 || location.isEmpty()) {
                return new Page(this, signIn, uri, answer.statusCode(), answer.body());
            }
            uri = uri.resolve(location.get());
            request = Http.request(uri).GET();
        }
        throw new AssertionError("more than " + MAX_REDIRECTS + " redirects, the last to " + uri);
    }

    /**
     * Cookies marked Secure are sent over plain HTTP too, as browsers do for localhost; java.net's own cookie store
     * would keep them back.
     */
    private synchronized String cookiesFor(URI uri) {
        cookies.removeIf(HttpCookie::hasExpired);
        return cookies.stream()
                .filter(cookie -> uri.getRawPath().startsWith(cookie.getPath()))
                .map(cookie -> cookie.getName() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
    }

    synchronized void keep(URI uri, HttpResponse<String> answer) {
        for (String header : answer.headers().allValues("Set-Cookie")) {
            setCookies.add(header);
            for (HttpCookie cookie : HttpCookie.parse(header)) {
                if (cookie.getPath() == null) {
                    cookie.setPath(uri.getRawPath());
                }
                cookies.removeIf(old ->
                        old.getName().equals(cookie.getName()) && old.getPath().equals(cookie.getPath()));
                cookies.add(cookie);
            }
        }
    }

    /** The values of a cookie, of whatever path: tests look whether it is there or steal it. */
    public synchronized List<HttpCookie> cookies(String name) {
        return cookies.stream()
                .filter(cookie -> cookie.getName().equals(name))
                .map(cookie -> (HttpCookie) cookie.clone())
                .toList();
    }

    /** The headers by which servers set a cookie, as they came, the newest last. */
    public synchronized List<String> setCookies(String name) {
        return setCookies.stream()
                .filter(header -> header.startsWith(name + "="))
                .toList();
    }

    public synchronized void add(HttpCookie cookie) {
        cookies.add(cookie);
    }
}
