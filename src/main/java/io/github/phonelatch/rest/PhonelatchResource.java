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
 * Everything under {@code /realms/{realm}/phonelatch/}. Each verb takes every path: for an unknown one Keycloak itself would
 * answer with a document of another kind.
 *
 * <p>No call holds a database connection while the provider is asked: who calls is found out in a session that has ended by
 * then, and the proof is stored in another one.
 *
 * <p>Every type of body but multipart is ours to refuse: Keycloak takes multipart apart before it asks us, and fails with 500
 * where it is malformed. Refused by declaration, it is answered 415 by Keycloak.
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

    /** A preflight names no application, so it is answered to any origin; the request itself is checked. */
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
            // Returned, not thrown: Keycloak's error page would roll back what has happened, and is none of our
            // documents.
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
        Caller caller = authenticated.caller();
        if (path.equals("status")) {
            return status(caller);
        }
        Events events = new Events(session, caller);
        JsonBody.Source source = new JsonBody.Source(
                session.getContext().getHttpRequest().getHttpHeaders().getHeaderString(HttpHeaders.CONTENT_TYPE), body);
        return path.equals("request-otp")
                ? new RequestOtp(caller, events, authenticated.signInChallenge()).answer(RequestOtp.body(source))
                : new VerifyOtp(session, caller, events, authenticated.signInChallenge())
                        .answer(VerifyOtp.body(source));
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
