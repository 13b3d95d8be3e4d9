package example.school;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import org.springframework.http.MediaType;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.oauth2.server.resource.web.access.BearerTokenAccessDeniedHandler;
import org.springframework.security.web.access.AccessDeniedHandler;

/** Says why a good token does not do (RFC 9457), so that an application can send the person to verify the phone. */
final class Refusals implements AccessDeniedHandler {
    /** Sets the status and {@code WWW-Authenticate} (RFC 6750). */
    private final AccessDeniedHandler standard = new BearerTokenAccessDeniedHandler();

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException denied)
            throws IOException, ServletException {
        standard.handle(request, response, denied);
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getWriter()
                .write(
                        phoneVerified(request.getUserPrincipal())
                                ? problem("role-missing", "Your role does not give access to this")
                                : problem("phone-not-verified", "Verify your phone number first"));
    }

    private static boolean phoneVerified(Principal caller) {
        return caller instanceof Authentication authentication
                && authentication.getAuthorities().stream()
                        .map(GrantedAuthority::getAuthority)
                        .anyMatch(Security.PHONE_VERIFIED::equals);
    }

    private static String problem(String name, String title) {
        return """
                {"type":"urn:school:problem:%s","title":"%s","status":403}""".formatted(name, title);
    }
}
