package io.github.phonelatch.it.browser;

import io.github.phonelatch.demo.Site;
import io.github.phonelatch.examples.SchoolApi;
import io.github.phonelatch.it.support.Json;
import io.github.phonelatch.it.support.RealmAdmin;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** The example portal and the example app at a realm of a test's own, with the API that both call. */
final class Sites implements AutoCloseable {
    private static final Path EXAMPLES =
            Path.of(System.getProperty("phonelatch.basedir", "")).resolve("examples");

    private final Site portal;
    private final Site app;
    private final SchoolApi api;

    private Sites(Site portal, Site app, SchoolApi api) {
        this.portal = portal;
        this.app = app;
        this.api = api;
    }

    static Sites of(RealmAdmin realm) throws IOException {
        Site portal = Site.start(EXAMPLES.resolve("school-portal"), 0);
        Site app = Site.start(EXAMPLES.resolve("school-app"), 0);
        SchoolApi api = SchoolApi.start(0, realm.uri(), List.of(portal.uri(), app.uri()));
        letReturn(realm, "student-portal", portal.uri(), "/students/");
        letReturn(realm, "teacher-portal", portal.uri(), "/teachers/");
        realm.updateClient(
                "school-mobile",
                client -> client.putArray("webOrigins").add(app.uri().toString()));

        URI keycloak = realm.uri().resolve("/");
        List<URI> servers = List.of(keycloak, api.uri());
        portal.talksTo(
                Json.object()
                        .put("keycloak", keycloak.toString())
                        .put("realm", realm.name())
                        .put("api", api.uri().toString())
                        .toString(),
                servers);
        app.talksTo(
                Json.object()
                        .put("realm", realm.uri().toString())
                        .put("clientId", "school-mobile")
                        .put("api", api.uri().toString())
                        .toString(),
                servers);
        return new Sites(portal, app, api);
    }

    private static void letReturn(RealmAdmin realm, String clientId, URI portal, String page) {
        realm.updateClient(clientId, client -> {
            client.putArray("redirectUris").add(portal + page);
            client.putArray("webOrigins").add(portal.toString());
            client.withObject("/attributes").put("post.logout.redirect.uris", portal + "/");
        });
    }

    String students() {
        return portal.uri() + "/students/";
    }

    String teachers() {
        return portal.uri() + "/teachers/";
    }

    String landing() {
        return portal.uri() + "/";
    }

    String app() {
        return app.uri() + "/";
    }

    @Override
    public void close() {
        portal.close();
        app.close();
        api.close();
    }
}
