package io.github.phonelatch.rest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phonelatch.application.ProblemType;
import io.github.phonelatch.challenge.Problem;
import io.github.phonelatch.challenge.Refusal;
import io.github.phonelatch.phone.PhoneNumber;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.services.cors.Cors;

/**
 * Everything under {@code /realms/{realm}/phonelatch/}. Each verb takes every path, because Keycloak itself would answer an
 * unknown one with a document of another kind.
 *
 * <p>No call holds a database connection while the provider is asked. The caller is found out in a session that has ended by
 * then, and the verification is stored in another one.
 *
 * <p>Every type of body but multipart is ours to refuse. Multipart is refused by declaration, which Keycloak answers with 415,
 * because Keycloak takes such a body apart before it asks us, and fails with 500 where it is malformed.
 */
@Consumes({
    "application/*",
    "audio/*",
    "example/*",
    "font/*",
    "haptics/*",
    "image/*",
    "message/*",
    "model/*",
    "text/*",
    "video/*"
})
public final class PhonelatchResource {
    private static final Logger LOG = Logger.getLogger(PhonelatchResource.class);
    private static final String ANY = "{path: .*}";
    /** The endpoints and their one method each. */
    private static final Map<String, String> METHODS =
            Map.of("request-otp", "POST", "verify-otp", "POST", "status", "GET", OpenApi.PATH, "GET");

    private final KeycloakSession session;

    PhonelatchResource(KeycloakSession session) {
        this.session = session;
    }

    @GET
    @Path(ANY)
    public Response get(@PathParam("path") String path) {
        return answer("GET", path, null);
    }

    @POST
    @Path(ANY)
    public Response post(@PathParam("path") String path, InputStream body) {
        return answer("POST", path, body);
    }

    @PUT
    @Path(ANY)
    public Response put(@PathParam("path") String path) {
        return answer("PUT", path, null);
    }

    @PATCH
    @Path(ANY)
    public Response patch(@PathParam("path") String path) {
        return answer("PATCH", path, null);
    }

    @DELETE
    @Path(ANY)
    public Response delete(@PathParam("path") String path) {
        return answer("DELETE", path, null);
    }

    /** A preflight names no application, so it is answered to any origin. The request itself is checked. */
    @OPTIONS
    @Path(ANY)
    public Response preflight(@PathParam("path") String path) {
        session.getProvider(Cors.class)
                .preflight()
                .allowedMethods(METHODS.getOrDefault(path, "GET"))
                .auth()
                .add();
        return Response.noContent().build();
    }

    private Response answer(String method, String path, @Nullable InputStream body) {
        Origins origins = new Origins(session);
        Answer answer;
        try {
            answer = call(method, path, body, origins);
        } catch (Refused e) {
            answer = e.answer();
        } catch (RuntimeException e) {
            // Returned and not thrown, because Keycloak's error page would roll back what has happened.
            LOG.errorf(e, "%s failed", path);
            answer = Refused.of(Refusal.of(Problem.UNAVAILABLE)).answer();
        }
        origins.allow();
        Response.ResponseBuilder response = Response.status(answer.status())
                .type(answer.mediaType())
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(answer.body().toString());
        answer.headers().forEach(response::header);
        return response.build();
    }

    private Answer call(String method, String path, @Nullable InputStream body, Origins origins) {
        String allowed = METHODS.get(path);
        if (allowed == null) {
            throw Refused.of(
                    ProblemType.NOT_FOUND, "Endpoints are request-otp, verify-otp, status and " + OpenApi.PATH + ".");
        }
        if (!allowed.equals(method)) {
            throw Refused.of(
                    ProblemType.METHOD_NOT_ALLOWED, "Use " + allowed + ".", HttpHeaders.ALLOW, allowed + ", OPTIONS");
        }
        if (path.equals(OpenApi.PATH)) {
            origins.any();
            return OpenApi.answer();
        }
        Callers.Authenticated authenticated = authenticate(origins);
        if (path.equals("status")) {
            return status(authenticated.caller());
        }
        Events events = new Events(session, authenticated.caller());
        JsonBody.Source source = new JsonBody.Source(
                session.getContext().getHttpRequest().getHttpHeaders().getHeaderString(HttpHeaders.CONTENT_TYPE), body);
        return path.equals("request-otp")
                ? new RequestOtp(authenticated, events).answer(RequestOtp.body(source))
                : new VerifyOtp(session, authenticated, events).answer(VerifyOtp.body(source));
    }

    private Callers.Authenticated authenticate(Origins origins) {
        return KeycloakModelUtils.runJobInTransactionWithResult(
                session.getKeycloakSessionFactory(),
                session.getContext(),
                own -> new Callers(own, origins).authenticate(),
                "phonelatch token");
    }

    private static Answer status(Caller caller) {
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        status.put(
                "phone_number_masked", caller.known().map(PhoneNumber::masked).orElse(null));
        status.put("verified", caller.verified().isPresent());
        status.put(
                "verified_at",
                caller.verified()
                        .map(verification -> verification
                                .verifiedAt()
                                .truncatedTo(ChronoUnit.SECONDS)
                                .toString())
                        .orElse(null));
        return Answer.of(200, status);
    }
}
